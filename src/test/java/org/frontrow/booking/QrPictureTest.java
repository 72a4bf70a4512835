package org.frontrow.booking;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.io.StringReader;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class QrPictureTest {
    /** Of a module, so that the reader has something to look at. */
    private static final int PIXELS = 6;

    private static final int WHITE = 0xffffff;
    private static final Pattern SQUARE = Pattern.compile("\\GM(\\d+),(\\d+)h1v1h-1z");

    @ParameterizedTest
    @ValueSource(strings = {"3vJq0xYc5m1R8sT2uWzZKA", "AAAAAAAAAAAAAAAAAAAAAA", "----__----__----__----", "1"})
    void a_scanner_reads_what_was_written(String text) throws Exception {
        assertThat(scan(QrPicture.of(text))).isEqualTo(text);
    }

    @Test
    void it_is_one_small_picture_that_runs_nothing() throws Exception {
        var picture = QrPicture.of("3vJq0xYc5m1R8sT2uWzZKA");

        var svg = parse(picture);
        assertThat(svg.getTagName()).isEqualTo("svg");
        assertThat(svg.getNamespaceURI()).isEqualTo("http://www.w3.org/2000/svg");
        assertThat(svg.getElementsByTagName("*").getLength()).isEqualTo(2);
        assertThat(picture).hasSizeLessThan(10_000).doesNotContain("script", "href", "url(");
    }

    @Test
    void it_looks_the_same_in_every_language() throws Exception {
        var usual = QrPicture.of("3vJq0xYc5m1R8sT2uWzZKA");
        var before = Locale.getDefault();
        try {
            // Its numbers are ٠١٢٣٤٥٦٧٨٩.
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(QrPicture.of("3vJq0xYc5m1R8sT2uWzZKA")).isEqualTo(usual);
        } finally {
            Locale.setDefault(before);
        }
    }

    private static String scan(String picture) throws Exception {
        var svg = parse(picture);
        var box = svg.getAttribute("viewBox").split(" ");
        assertThat(box[2]).isEqualTo(box[3]);
        var side = Integer.parseInt(box[2]);
        var background = (Element) svg.getElementsByTagName("rect").item(0);
        assertThat(background.getAttribute("width")).isEqualTo(box[2]);
        assertThat(background.getAttribute("height")).isEqualTo(box[3]);
        assertThat(background.getAttribute("fill")).isEqualTo("#fff");
        var path = (Element) svg.getElementsByTagName("path").item(0);
        assertThat(path.getAttribute("fill")).isEqualTo("#000");
        var pixels = new int[side * PIXELS * side * PIXELS];
        Arrays.fill(pixels, WHITE);
        var squares = SQUARE.matcher(path.getAttribute("d"));
        var end = 0;
        while (squares.find()) {
            var x = Integer.parseInt(squares.group(1));
            var y = Integer.parseInt(squares.group(2));
            assertThat(x).as("inside the margin").isBetween(4, side - 5);
            assertThat(y).as("inside the margin").isBetween(4, side - 5);
            for (int row = y * PIXELS; row < (y + 1) * PIXELS; row++) {
                Arrays.fill(pixels, row * side * PIXELS + x * PIXELS, row * side * PIXELS + (x + 1) * PIXELS, 0);
            }
            end = squares.end();
        }
        assertThat(path.getAttribute("d")).as("nothing but squares").hasSize(end);
        return read(pixels, side * PIXELS);
    }

    private static String read(int[] pixels, int side) throws ReaderException {
        var image = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(side, side, pixels)));
        return new QRCodeReader().decode(image).getText();
    }

    private static Element parse(String xml) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getDocumentElement();
    }
}
