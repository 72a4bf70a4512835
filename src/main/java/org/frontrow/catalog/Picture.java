package org.frontrow.catalog;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.frontrow.catalog.CatalogRefusal.UnreadablePicture;

/**
 * A picture that somebody sent, taken apart and put together again: only what draws it is kept. Where it was taken, by
 * whom, with what, and whatever else hides in such a file or behind its end, is left out. What is no JPEG and no PNG is
 * refused, also if it could be drawn: an SVG is a document that can do things.
 *
 * <p>JPEG as in ITU-T T.81, annex B; PNG as in ISO/IEC 15948. The file is not decoded, so its colours stay as they are.
 *
 * @param mediaType {@code image/jpeg} or {@code image/png}
 * @param width in pixels
 * @param height in pixels
 * @param bytes the file
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares pictures
record Picture(String mediaType, int width, int height, byte[] bytes) {
    static final int LONGEST_SIDE = 8192;
    /** What a browser needs four bytes for, each. */
    static final int MOST_PIXELS = 24_000_000;

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    /** What is needed to draw a picture as it is meant; text, time and camera are not. */
    private static final Set<String> PNG_CHUNKS =
            Set.of("IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT");

    /** Refuses what is no whole JPEG or PNG of a sane size. */
    static Picture of(byte[] file) {
        try {
            if (file.length > 3 && file[0] == (byte) 0xff && file[1] == (byte) 0xd8 && file[2] == (byte) 0xff) {
                return new Jpeg(ByteBuffer.wrap(file)).read();
            }
            if (file.length > PNG.length && Arrays.equals(file, 0, PNG.length, PNG, 0, PNG.length)) {
                return new Png(ByteBuffer.wrap(file)).read();
            }
        } catch (java.nio.BufferUnderflowException e) {
            throw new UnreadablePicture("The picture ends too early").refused();
        }
        throw new UnreadablePicture("Send a JPEG or a PNG").refused();
    }

    private static void checkSize(int width, int height) {
        if (width < 1 || height < 1 || width > LONGEST_SIDE || height > LONGEST_SIDE) {
            throw new UnreadablePicture("A side of the picture may have 1 to " + LONGEST_SIDE + " pixels").refused();
        }
        if ((long) width * height > MOST_PIXELS) {
            throw new UnreadablePicture("The picture may have at most " + MOST_PIXELS / 1_000_000 + " million pixels")
                    .refused();
        }
    }

    private static UnreadablePicture broken() {
        return new UnreadablePicture("The picture is broken");
    }

    private static final class Jpeg {
        private static final int SOI = 0xd8;
        private static final int EOI = 0xd9;
        private static final int SOS = 0xda;
        private static final int ADOBE = 0xee;
        /** Tables, frames (sequential and progressive, with Huffman's codes) and scans. */
        private static final Set<Integer> KEPT = Set.of(0xc0, 0xc1, 0xc2, 0xc4, 0xdb, 0xdd, SOS);

        private static final byte[] JFIF = {'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0};

        private final ByteBuffer in;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int width;
        private int height;
        private boolean drawn;

        Jpeg(ByteBuffer in) {
            this.in = in;
        }

        Picture read() {
            in.getShort();
            marker(SOI);
            segment(0xe0, JFIF);
            int marker = nextMarker();
            while (marker != EOI) {
                var content = new byte[length()];
                in.get(content);
                if (marker >= 0xc0 && marker <= 0xc2) {
                    frame(content);
                }
                if (marker == ADOBE && startsWith(content, "Adobe") && content.length >= 12) {
                    segment(marker, Arrays.copyOf(content, 12)); // says which colours these are
                } else if (KEPT.contains(marker)) {
                    segment(marker, content);
                } else if (marker < 0xe0 || (marker > 0xef && marker != 0xfe)) {
                    throw new UnreadablePicture("This kind of JPEG is not understood").refused();
                }
                if (marker == SOS) {
                    scan();
                }
                marker = nextMarker();
            }
            if (!drawn) {
                throw broken().refused();
            }
            marker(EOI);
            return new Picture("image/jpeg", width, height, out.toByteArray());
        }

        private void frame(byte[] content) {
            if (width > 0 || content.length < 6) {
                throw broken().refused();
            }
            var frame = ByteBuffer.wrap(content, 1, 4);
            height = frame.getShort() & 0xffff;
            width = frame.getShort() & 0xffff;
            checkSize(width, height);
        }

        /** Codes until the next marker that is none of theirs. */
        private void scan() {
            if (width == 0) {
                throw broken().refused();
            }
            drawn = true;
            while (true) {
                int next = in.get() & 0xff;
                if (next == 0xff) {
                    int after = in.get() & 0xff;
                    if (after != 0 && (after < 0xd0 || after > 0xd7)) {
                        in.position(in.position() - 2);
                        return;
                    }
                    out.write(next);
                    next = after;
                }
                out.write(next);
            }
        }

        private int nextMarker() {
            if ((in.get() & 0xff) != 0xff) {
                throw broken().refused();
            }
            int marker = 0xff;
            while (marker == 0xff) {
                marker = in.get() & 0xff;
            }
            return marker;
        }

        private int length() {
            int length = (in.getShort() & 0xffff) - 2;
            if (length < 0) {
                throw broken().refused();
            }
            return length;
        }

        private void marker(int marker) {
            out.write(0xff);
            out.write(marker);
        }

        private void segment(int marker, byte[] content) {
            marker(marker);
            out.write((content.length + 2) >> 8);
            out.write(content.length + 2);
            out.writeBytes(content);
        }

        private static boolean startsWith(byte[] content, String text) {
            var start = text.getBytes(StandardCharsets.ISO_8859_1);
            return content.length >= start.length && Arrays.equals(content, 0, start.length, start, 0, start.length);
        }
    }

    private static final class Png {
        private final ByteBuffer in;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        private int width;
        private int height;
        private int bitsPerPixel;
        private boolean interlaced;

        Png(ByteBuffer in) {
            this.in = in;
        }

        Picture read() {
            in.position(PNG.length);
            out.writeBytes(PNG);
            String type;
            do {
                int length = in.getInt();
                if (length < 0 || length > in.remaining()) {
                    throw broken().refused();
                }
                var chunk = new byte[length + 4];
                in.get(chunk);
                type = new String(chunk, 0, 4, StandardCharsets.ISO_8859_1);
                if (in.getInt() != crc(chunk)) {
                    throw broken().refused();
                }
                chunk(type, chunk);
            } while (!type.equals("IEND"));
            checkPixels();
            return new Picture("image/png", width, height, out.toByteArray());
        }

        private void chunk(String type, byte[] chunk) {
            if (type.equals("IHDR") != (width == 0)) {
                throw broken().refused(); // comes first, and once
            }
            if (type.equals("IHDR")) {
                header(ByteBuffer.wrap(chunk, 4, chunk.length - 4));
            }
            if (type.equals("IDAT")) {
                packed.write(chunk, 4, chunk.length - 4);
            }
            if (PNG_CHUNKS.contains(type)) {
                out.writeBytes(ByteBuffer.allocate(4).putInt(chunk.length - 4).array());
                out.writeBytes(chunk);
                out.writeBytes(ByteBuffer.allocate(4).putInt(crc(chunk)).array());
            } else if (Character.isUpperCase(type.charAt(0))) {
                throw new UnreadablePicture("This kind of PNG is not understood").refused(); // needed, says its name
            }
        }

        private void header(ByteBuffer header) {
            width = header.getInt();
            height = header.getInt();
            checkSize(width, height);
            int depth = header.get();
            int colours = switch (header.get()) {
                case 0, 3 -> 1;
                case 2 -> 3;
                case 4 -> 2;
                case 6 -> 4;
                default -> throw broken().refused();
            };
            if (depth < 1 || depth > 16 || Integer.bitCount(depth) != 1) {
                throw broken().refused();
            }
            bitsPerPixel = depth * colours;
            if (header.getShort() != 0) {
                throw broken().refused(); // the one compression and the one filter there are
            }
            interlaced = header.get() != 0;
        }

        /** As many as the header says: neither a picture that ends early nor one that never does. */
        private void checkPixels() {
            long expected = interlaced ? interlaced() : rows(width, height);
            var inflater = new Inflater();
            try {
                inflater.setInput(packed.toByteArray());
                var buffer = new byte[8192];
                long found = 0;
                while (!inflater.finished() && found <= expected) {
                    int more = inflater.inflate(buffer);
                    if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                        break;
                    }
                    found += more;
                }
                if (found != expected) {
                    throw broken().refused();
                }
            } catch (DataFormatException e) {
                throw broken().refused();
            } finally {
                inflater.end();
            }
        }

        /** Each row begins with a byte that names its filter. */
        private long rows(int width, int height) {
            return width == 0 || height == 0 ? 0 : height * (1 + ((long) width * bitsPerPixel + 7) / 8);
        }

        /** Adam7: seven pictures, each finer than the one before. */
        private long interlaced() {
            int[][] passes = {
                {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
            };
            return Arrays.stream(passes)
                    .mapToLong(pass ->
                            rows((width - pass[0] + pass[2] - 1) / pass[2], (height - pass[1] + pass[3] - 1) / pass[3]))
                    .sum();
        }

        private static int crc(byte[] chunk) {
            var crc = new CRC32();
            crc.update(chunk);
            return (int) crc.getValue();
        }
    }
}
