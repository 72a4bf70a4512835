package org.frontrow.account;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was spent on one replica, as it is told to the others.
 *
 * @param by the replica
 * @param amounts by subject; subjects have neither spaces nor {@code =}
 */
record Spending(String by, Map<String, Integer> amounts) {
    /** A notice has less than 8,000 bytes. */
    private static final int MOST = 7_500;

    /** In as many notices as it takes. */
    List<String> notices() {
        var notices = new ArrayList<String>();
        var next = new StringBuilder(by);
        for (var entry : amounts.entrySet()) {
            var text = " " + entry.getKey() + "=" + entry.getValue();
            if (next.length() + text.length() > MOST) {
                notices.add(next.toString());
                next = new StringBuilder(by);
            }
            next.append(text);
        }
        if (next.length() > by.length()) {
            notices.add(next.toString());
        }
        return notices;
    }

    /** What cannot be read is left out: it was not one of ours. */
    static Spending read(String notice) {
        var words = notice.split(" ", -1);
        var amounts = new HashMap<String, Integer>();
        for (int i = 1; i < words.length; i++) {
            var at = words[i].indexOf('=');
            if (at > 0 && words[i].substring(at + 1).matches("[0-9]{1,7}")) {
                amounts.put(words[i].substring(0, at), Integer.valueOf(words[i].substring(at + 1)));
            }
        }
        return new Spending(words[0], amounts);
    }
}
