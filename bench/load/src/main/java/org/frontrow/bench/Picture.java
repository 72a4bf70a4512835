package org.frontrow.bench;

import java.util.List;
import java.util.Locale;
import org.frontrow.bench.Report.Finding;

/** The ratios as bars beside their targets in an SVG that needs nothing else. */
final class Picture {
    private static final int WIDTH = 860;
    private static final int LINE = 46;
    private static final int LEFT = 20;
    private static final int BAR = 720;

    private Picture() {}

    static String of(List<Finding> findings, String date) {
        var most = findings.stream()
                .mapToDouble(it -> Math.max(it.value(), it.aim() != null ? it.aim() : it.atLeast()))
                .max()
                .orElse(1);
        // What is far out would make all others invisible.
        var full = Math.min(most, 3);
        var height = 50 + LINE * findings.size();
        var svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" font-family="system-ui, sans-serif">
                <title>Measured ratios beside their targets, %s</title>
                <rect width="100%%" height="100%%" fill="#fffdf8"/>
                <text x="%d" y="28" font-size="16" font-weight="600" fill="#23192c">Ratios in one run (higher is better); the line is the target</text>
                """.formatted(WIDTH, height, date, LEFT));
        var y = 50;
        for (var finding : findings) {
            var length = Math.max(1, Math.min(finding.value(), full) / full * BAR);
            svg.append(text(LEFT, y + 12, 12, "#5b4b66", finding.what()));
            svg.append("<rect x=\"%d\" y=\"%d\" width=\"%.0f\" height=\"14\" rx=\"3\" fill=\"%s\"/>%n"
                    .formatted(LEFT, y + 18, length, finding.reached() ? "#2f7d5b" : "#b4472e"));
            var target = LEFT + Math.min(finding.atLeast(), full) / full * BAR;
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%.0f\" x2=\"%.0f\" y1=\"%d\" y2=\"%d\" stroke=\"#23192c\" stroke-width=\"2\"/>%n",
                    target,
                    target,
                    y + 15,
                    y + 35));
            svg.append(text(
                    (int) (LEFT + length + 8),
                    y + 30,
                    13,
                    "#23192c",
                    String.format(
                            Locale.ROOT, "%.2f (%s)", finding.value(), finding.reached() ? "reached" : "missed")));
            y += LINE;
        }
        return svg.append("</svg>\n").toString();
    }

    private static String text(int x, int y, int size, String colour, String what) {
        return "<text x=\"%d\" y=\"%d\" font-size=\"%d\" fill=\"%s\">%s</text>%n"
                .formatted(x, y, size, colour, what.replace("&", "&amp;").replace("<", "&lt;"));
    }
}
