package org.frontrow.process;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The protocol of PostgreSQL, version 3, as far as it takes to see a {@code COMMIT} and its answer: messages of a type, a
 * length and a content. A query comes as text, or is parsed under a name first and executed under it later, many times.
 */
final class PostgresTalk implements Talk {
    private static final int ASKS_FOR_TLS = 80_877_103;
    private static final int ASKS_FOR_GSS = 80_877_104;
    private static final Pattern WRITES = Pattern.compile(
            "\\binsert\\s+into\\b|\\bdelete\\s+from\\b|(?<!for )(?<!key )\\bupdate\\s", Pattern.CASE_INSENSITIVE);

    private final Supplier<Knife> knife;
    private final Runnable onCut;
    private final Map<String, String> statements = new HashMap<>();
    private final Map<String, String> portals = new HashMap<>();
    private final ByteArrayOutputStream withheld = new ByteArrayOutputStream();
    private byte[] unreadThere = {};
    private byte[] unreadBack = {};
    /** A connection begins with messages that have no type. */
    private boolean hasBegun;

    private boolean isAnsweredByOneByte;
    private boolean wrote;
    private boolean doomed;
    private boolean committed;

    PostgresTalk(Supplier<Knife> knife, Runnable onCut) {
        this.knife = knife;
        this.onCut = onCut;
    }

    @Override
    public synchronized Optional<byte[]> there(byte[] bytes) {
        unreadThere = join(unreadThere, bytes);
        while (true) {
            var type = hasBegun ? 1 : 0;
            var length = lengthOf(unreadThere, type);
            if (unreadThere.length < type + length) {
                return Optional.of(bytes);
            }
            var content = ByteBuffer.wrap(unreadThere, type + 4, length - 4);
            if (hasBegun ? commits((char) unreadThere[0], content) : begins(content)) {
                var now = knife.get();
                doomed = now.luck().strikes();
                if (doomed && now.moment() == Knife.Moment.BEFORE_IT_ARRIVES) {
                    return cut();
                }
            }
            unreadThere = Arrays.copyOfRange(unreadThere, type + length, unreadThere.length);
        }
    }

    /** Always false: nothing is committed yet. */
    private boolean begins(ByteBuffer content) {
        var code = content.getInt();
        isAnsweredByOneByte = code == ASKS_FOR_TLS || code == ASKS_FOR_GSS;
        hasBegun = !isAnsweredByOneByte;
        return false;
    }

    private boolean commits(char type, ByteBuffer content) {
        switch (type) {
            case 'P' -> statements.put(text(content), text(content));
            case 'B' -> portals.put(text(content), statements.getOrDefault(text(content), ""));
            case 'E' -> {
                return commits(portals.getOrDefault(text(content), ""));
            }
            case 'Q' -> {
                return commits(text(content));
            }
            default -> {
                // says nothing about what is done
            }
        }
        return false;
    }

    private boolean commits(String sql) {
        wrote |= WRITES.matcher(sql).find();
        return wrote && sql.trim().equalsIgnoreCase("commit");
    }

    @Override
    public synchronized Optional<byte[]> back(byte[] bytes) {
        var before = doomed;
        if (before) {
            withheld.writeBytes(bytes);
        }
        unreadBack = join(unreadBack, bytes);
        if (isAnsweredByOneByte && unreadBack.length > 0) {
            if (unreadBack[0] != 'N') {
                throw new AssertionError("What is encrypted cannot be understood here");
            }
            isAnsweredByOneByte = false;
            unreadBack = Arrays.copyOfRange(unreadBack, 1, unreadBack.length);
        }
        while (true) {
            var length = lengthOf(unreadBack, 1);
            if (unreadBack.length < 1 + length) {
                break;
            }
            var content = ByteBuffer.wrap(unreadBack, 5, length - 4);
            switch ((char) unreadBack[0]) {
                case 'C' -> committed = text(content).equals("COMMIT");
                case 'Z' -> {
                    if (doomed && committed) {
                        return cut();
                    }
                    doomed = false;
                    // Ready, and in no transaction.
                    wrote &= content.get() != 'I';
                }
                default -> {
                    // says nothing about what was done
                }
            }
            unreadBack = Arrays.copyOfRange(unreadBack, 1 + length, unreadBack.length);
        }
        if (!before) {
            return Optional.of(bytes);
        }
        if (doomed) {
            return Optional.of(new byte[0]);
        }
        // It was rolled back instead.
        var all = withheld.toByteArray();
        withheld.reset();
        return Optional.of(all);
    }

    private Optional<byte[]> cut() {
        onCut.run();
        return Optional.empty();
    }

    /** Of the message that begins here, without its type; too long to be there if it cannot be read yet. */
    private static int lengthOf(byte[] unread, int type) {
        return unread.length < type + 4
                ? Integer.MAX_VALUE - 1
                : ByteBuffer.wrap(unread).getInt(type);
    }

    private static String text(ByteBuffer content) {
        var begin = content.position();
        while (content.get() != 0) {
            // on
        }
        return new String(
                content.array(), content.arrayOffset() + begin, content.position() - begin - 1, StandardCharsets.UTF_8);
    }

    private static byte[] join(byte[] first, byte[] second) {
        if (first.length == 0) {
            return second;
        }
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
