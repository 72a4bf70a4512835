package org.frontrow.account;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** What security staff look for afterwards, in a category of its own. Never a password, never a token. */
@Singleton
class AuditLog {
    private static final Logger log = Logger.getLogger("frontrow.audit");
    private static final int LONGEST = 200;

    void registered(long account, String username) {
        log.infof("registered account=%d username=\"%s\"", account, printable(username));
    }

    void signedIn(long account, UUID session, CallerAddress from) {
        log.infof("signed in account=%d session=%s address=%s", account, session, from.text());
    }

    /** Without the name that was typed: now and then it is a password in the wrong field. */
    void signInFailed(Optional<Long> account, CallerAddress from) {
        log.warnf(
                "sign-in failed account=%s address=%s",
                account.map(String::valueOf).orElse("unknown"), from.text());
    }

    void signInDelayed(CallerAddress from) {
        log.warnf("sign-in delayed address=%s", from.text());
    }

    void refreshTokenReused(UUID session) {
        log.warnf("refresh token used twice, session ended session=%s", session);
    }

    void signedOut(UUID session) {
        log.infof("signed out session=%s", session);
    }

    void passwordChanged(long account, CallerAddress from) {
        log.infof("password changed account=%d address=%s", account, from.text());
    }

    void accountStopped(long account) {
        log.warnf("too many orders account=%d", account);
    }

    void addressStopped(CallerAddress from) {
        log.warnf("too many requests address=%s", from.text());
    }

    void foreignOrigin(String path, CallerAddress from) {
        log.warnf("request from another site refused path=\"%s\" address=%s", printable(path), from.text());
    }

    /** One log line stays one log line, and shows what it holds, whatever somebody put into it. */
    static String printable(String text) {
        var result = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.SURROGATE,
                        Character.UNASSIGNED,
                        Character.PRIVATE_USE -> result.append(String.format("\\u{%x}", c));
                default -> {
                    if (c == '"' || c == '\\') {
                        result.append('\\');
                    }
                    result.appendCodePoint(c);
                }
            }
        });
        return result.toString();
    }
}
