package dev.spillway.loadtests.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** SVG text piece by piece: a plot area with axes, and what is drawn in it. */
final class Svg {
  static final int WIDTH = 760;
  static final int HEIGHT = 420;
  static final int LEFT = 84;
  static final int RIGHT = 24;
  static final int TOP = 56;
  static final int BOTTOM = 64;

  /** Okabe and Ito's colours, which people with any colour vision can tell apart. */
  private static final String[] COLOURS = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00"};

  private static final int STEPS = 5;

  private final StringBuilder text = new StringBuilder(4_096);

  /** A chart of the usual size with its title above it. */
  Svg(String title) {
    this(title, WIDTH, HEIGHT);
    add(
        "<text x=\"%d\" y=\"24\" font-size=\"16\" font-weight=\"600\">%s</text>",
        LEFT, escape(title));
  }

  /**
   * An empty sheet.
   *
   * @param title for those who cannot see it
   */
  Svg(String title, int width, int height) {
    text.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" \
        font-family="system-ui, sans-serif" font-size="13">
        <title>%3$s</title>
        <rect width="%1$d" height="%2$d" fill="#ffffff"/>
        """
            .formatted(width, height, escape(title)));
  }

  /** The words of a text in lines of at most so many characters. */
  static List<String> wrapped(String words, int most) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : words.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > most) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  static String colour(int index) {
    return COLOURS[index % COLOURS.length];
  }

  static String escape(String value) {
    return value
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /**
   * A round number not below {@code value}, for the top of an axis: 1, 2 or 5 times a power of ten.
   */
  static double roundUp(double value) {
    if (value <= 0) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    double leading = value / power;
    return power * (leading <= 1 ? 1 : leading <= 2 ? 2 : leading <= 5 ? 5 : 10);
  }

  /** Numbers on an axis: short, with k and M. */
  static String number(double value) {
    double size = Math.abs(value);
    if (size >= 1_000_000) {
      return trimmed(value / 1_000_000) + " M";
    }
    if (size >= 10_000) {
      return trimmed(value / 1_000) + " k";
    }
    return trimmed(value);
  }

  private static String trimmed(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,d", (long) value)
        : String.format(Locale.ROOT, "%.2g", value);
  }

  /** The vertical place of {@code value} on an axis from 0 to {@code top}. */
  static double y(double value, double top) {
    return HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP);
  }

  void axes(String xLabel, String yLabel, double top) {
    for (int step = 0; step <= STEPS; step++) {
      double value = top * step / STEPS;
      double y = y(value, top);
      add(
          "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#d9d9d9\"/>",
          LEFT, WIDTH - RIGHT, y, y);
      label(LEFT - 8, y + 4, "end", number(value));
    }
    add(
        "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"#333333\"/>",
        LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM, HEIGHT - BOTTOM);
    label((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, "middle", xLabel);
    add(
        "<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
        (TOP + HEIGHT - BOTTOM) / 2, escape(yLabel));
  }

  void label(double x, double y, String anchor, String label) {
    add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, escape(label));
  }

  void legend(int index, String name) {
    double x = LEFT + 150.0 * index;
    add("<rect x=\"%.1f\" y=\"34\" width=\"12\" height=\"12\" fill=\"%s\"/>", x, colour(index));
    label(x + 18, 45, "start", name);
  }

  /** Adds an element in {@link String#format}'s way. */
  void add(String element, Object... values) {
    text.append(String.format(Locale.ROOT, element, values)).append('\n');
  }

  String end() {
    return text.append("</svg>\n").toString();
  }
}
