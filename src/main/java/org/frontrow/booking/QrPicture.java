package org.frontrow.booking;

import io.nayuki.qrcodegen.QrCode;

/** A QR code as SVG, dark on white whatever the page around it looks like, because scanners want it so. */
final class QrPicture {
    /** White around it, in modules, as the standard asks. */
    private static final int MARGIN = 4;

    private QrPicture() {}

    static String of(String text) {
        var code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        var dark = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    // Never %d, also below: in some languages it writes other digits.
                    dark.append("M%s,%sh1v1h-1z".formatted(x + MARGIN, y + MARGIN));
                }
            }
        }
        var side = code.size + 2 * MARGIN;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$s %1$s" shape-rendering="crispEdges">\
                <rect width="%1$s" height="%1$s" fill="#fff"/><path d="%2$s" fill="#000"/></svg>""".formatted(side, dark);
    }
}
