package org.frontrow.catalog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.frontrow.catalog.CatalogRefusal.UnreadablePicture;
import org.frontrow.platform.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures that the JDK draws, and files that are none. */
class PictureTest {
    private static final String SECRET = "GPS 52.5200 13.4050, and a <script>";

    private static BufferedImage drawn(int type) {
        var image = new BufferedImage(67, 45, type);
        var graphics = image.createGraphics();
        graphics.setColor(Color.ORANGE);
        graphics.fillOval(5, 5, 40, 30);
        graphics.dispose();
        return image;
    }

    private static byte[] written(String format, int type) throws IOException {
        return written(format, type, false);
    }

    private static byte[] written(String format, int type, boolean progressive) throws IOException {
        ImageWriter writer = ImageIO.getImageWriters(ImageTypeSpecifier.createFromBufferedImageType(type), format)
                .next();
        var param = writer.getDefaultWriteParam();
        if (param.canWriteProgressive()) {
            param.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        }
        var out = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(drawn(type), null, null), param);
        }
        return out.toByteArray();
    }

    private static void assertDrawsTheSame(byte[] before, Picture after) throws IOException {
        var expected = ImageIO.read(new ByteArrayInputStream(before));
        var found = ImageIO.read(new ByteArrayInputStream(after.bytes()));
        assertThat(after.width()).isEqualTo(expected.getWidth());
        assertThat(after.height()).isEqualTo(expected.getHeight());
        for (int y = 0; y < expected.getHeight(); y++) {
            for (int x = 0; x < expected.getWidth(); x++) {
                assertThat(found.getRGB(x, y)).isEqualTo(expected.getRGB(x, y));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_BYTE_BINARY,
                BufferedImage.TYPE_USHORT_GRAY
            })
    void a_png_is_drawn_as_before(int type) throws IOException {
        for (var progressive : new boolean[] {false, true}) {
            var file = written("png", type, progressive);
            var picture = Picture.of(file);
            assertThat(picture.mediaType()).isEqualTo("image/png");
            assertDrawsTheSame(file, picture);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY})
    void a_jpeg_is_drawn_as_before(int type) throws IOException {
        for (var progressive : new boolean[] {false, true}) {
            var file = written("jpeg", type, progressive);
            var picture = Picture.of(file);
            assertThat(picture.mediaType()).isEqualTo("image/jpeg");
            assertDrawsTheSame(file, picture);
        }
    }

    @Test
    void what_a_jpeg_says_besides_is_left_out() throws IOException {
        var file = written("jpeg", BufferedImage.TYPE_INT_RGB);
        var told = new ByteArrayOutputStream();
        told.write(file, 0, 2);
        for (int marker : new int[] {0xe1, 0xe2, 0xed, 0xfe}) {
            told.write(0xff);
            told.write(marker);
            told.writeBytes(ByteBuffer.allocate(2)
                    .putShort((short) (SECRET.length() + 2))
                    .array());
            told.writeBytes(SECRET.getBytes(ISO_8859_1));
        }
        told.write(file, 2, file.length - 2);
        told.writeBytes(SECRET.getBytes(ISO_8859_1)); // behind its end
        var picture = Picture.of(told.toByteArray());
        assertThat(new String(picture.bytes(), ISO_8859_1)).doesNotContain("GPS", "script");
        assertDrawsTheSame(file, picture);
    }

    @Test
    void what_a_png_says_besides_is_left_out() throws IOException {
        var file = written("png", BufferedImage.TYPE_INT_ARGB);
        var told = new ByteArrayOutputStream();
        told.write(file, 0, 33); // signature and header
        for (var type : new String[] {"tEXt", "eXIf", "iCCP", "zzZz"}) {
            told.writeBytes(chunk(type, SECRET.getBytes(ISO_8859_1)));
        }
        told.write(file, 33, file.length - 33);
        told.writeBytes(SECRET.getBytes(ISO_8859_1));
        var picture = Picture.of(told.toByteArray());
        assertThat(new String(picture.bytes(), ISO_8859_1)).doesNotContain("GPS", "script");
        assertDrawsTheSame(file, picture);
    }

    private static byte[] chunk(String type, byte[] content) {
        var named = ByteBuffer.allocate(4 + content.length)
                .put(type.getBytes(ISO_8859_1))
                .put(content)
                .array();
        var crc = new CRC32();
        crc.update(named);
        return ByteBuffer.allocate(named.length + 8)
                .putInt(content.length)
                .put(named)
                .putInt((int) crc.getValue())
                .array();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\u00ff\u00d8",
                "\u00ff\u00d8\u00ff",
                "\u00ff\u00d8\u00ff\u00d9",
                "\u00ff\u00d8\u00ff\u00e0\u0000\u0000",
                "\u0089PNG\r\n\u001a\n",
                "GIF89a\u0001\u0000\u0001\u0000",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
                "<?xml version=\"1.0\"?><svg/>",
                "RIFF\u0000\u0000\u0000\u0000WEBPVP8 ",
                "%PDF-1.7",
                "BM",
                "#!/bin/sh"
            })
    void what_is_no_picture_is_refused(String file) {
        assertThatThrownBy(() -> Picture.of(file.getBytes(ISO_8859_1)))
                .isInstanceOfSatisfying(
                        Refused.class, no -> assertThat(no.refusal()).isInstanceOf(UnreadablePicture.class));
    }

    @Test
    void a_picture_that_says_that_it_is_enormous_is_refused_before_anybody_draws_it() throws IOException {
        for (var size : new int[][] {{8193, 1}, {1, 8193}, {8000, 8000}, {0, 5}, {-1, 5}, {Integer.MAX_VALUE, 2}}) {
            var file = written("png", BufferedImage.TYPE_INT_RGB);
            var header = Arrays.copyOfRange(file, 16, 29);
            ByteBuffer.wrap(header).putInt(size[0]).putInt(size[1]);
            System.arraycopy(chunk("IHDR", header), 0, file, 8, 25);
            assertThatThrownBy(() -> Picture.of(file)).isInstanceOf(Refused.class);
        }
    }

    @Test
    void a_png_that_unpacks_to_more_or_less_than_it_says_is_refused() throws IOException {
        for (var height : new int[] {44, 46}) {
            var file = written("png", BufferedImage.TYPE_INT_RGB);
            var header = Arrays.copyOfRange(file, 16, 29);
            ByteBuffer.wrap(header).putInt(4, height);
            System.arraycopy(chunk("IHDR", header), 0, file, 8, 25);
            assertThatThrownBy(() -> Picture.of(file)).hasMessage("The picture is broken");
        }
    }

    @Test
    void half_a_picture_and_one_with_bits_turned_round_is_refused_or_drawn_but_never_breaks_anything()
            throws IOException {
        var random = new Random(4);
        for (var format : new String[] {"png", "jpeg"}) {
            var file = written(format, BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < 2_000; i++) {
                var broken = random.nextBoolean() ? Arrays.copyOf(file, random.nextInt(file.length)) : file.clone();
                for (int flips = random.nextInt(4); flips > 0 && broken.length > 0; flips--) {
                    broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
                }
                try {
                    assertThat(Picture.of(broken).bytes().length).isLessThan(file.length + 100);
                } catch (Refused no) {
                    assertThat(no.refusal()).isInstanceOf(UnreadablePicture.class);
                }
            }
        }
    }
}
