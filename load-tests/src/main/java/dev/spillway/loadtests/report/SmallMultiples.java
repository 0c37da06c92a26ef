package dev.spillway.loadtests.report;

import dev.spillway.loadtests.report.LineChart.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The same few charts for several subjects, side by side: a column for each subject, a row for each
 * figure. All panels have one horizontal axis, and the panels of a row one vertical axis, so that
 * what looks higher is more.
 *
 * @param headline what a reader shall remember
 * @param explanation how to read it, in a sentence
 * @param end of the horizontal axis, which begins at 0
 * @param band a stretch of it that is shaded
 */
public record SmallMultiples(
    String headline,
    String explanation,
    List<Column> columns,
    List<Row> rows,
    String xLabel,
    double end,
    Band band) {

  /**
   * One subject.
   *
   * @param figure its most important number, shown large
   * @param colour of the figure
   */
  public record Column(String title, String subtitle, String figure, String colour) {}

  /**
   * One figure of every subject.
   *
   * @param logarithmic whether its axis is; it begins at 1 then, and what is less is drawn there
   * @param panels for each column, for each series the points; a value that is not a number is a
   *     gap
   */
  public record Row(
      String title,
      String unit,
      boolean logarithmic,
      @Nullable Reference reference,
      List<Series> series,
      List<List<List<Point>>> panels) {
    public Row {
      series = List.copyOf(series);
      panels = List.copyOf(panels);
    }
  }

  /**
   * What lines of one look stand for.
   *
   * @param area whether the space below is filled and no line drawn
   */
  public record Series(String name, String colour, boolean area) {}

  /** A level to compare with, drawn dashed. */
  public record Reference(String label, double value) {}

  /** From one x to another. */
  public record Band(String label, double from, double to) {}

  private static final int MARGIN = 24;
  private static final int LEFT = 206;
  private static final int PANEL_WIDTH = 300;
  private static final int PANEL_HEIGHT = 116;
  private static final int COLUMN_GAP = 26;
  private static final int ROW_GAP = 30;
  private static final int TOP = 196;
  private static final int BOTTOM = 56;
  private static final int LEGEND_LINE = 17;
  private static final int LINE_CHARS = 84;

  public SmallMultiples {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (Row row : rows) {
      for (List<List<Point>> panel : row.panels()) {
        if (row.panels().size() != columns.size() || panel.size() != row.series().size()) {
          throw new IllegalArgumentException(row.title() + " has not a panel for each column");
        }
      }
    }
  }

  /** The charts as an SVG document. */
  public String svg() {
    int width = (int) left(columns.size()) - COLUMN_GAP + MARGIN;
    int height = (int) top(rows.size()) - ROW_GAP + BOTTOM;
    Svg svg = new Svg(headline, width, height);
    heading(svg);
    for (int column = 0; column < columns.size(); column++) {
      head(svg, columns.get(column), left(column));
      svg.label(left(column) + PANEL_WIDTH / 2.0, height - 14, "middle", xLabel);
    }
    for (int row = 0; row < rows.size(); row++) {
      draw(svg, rows.get(row), top(row), row == rows.size() - 1);
    }
    return svg.end();
  }

  private void heading(Svg svg) {
    int y = 36;
    for (String line : Svg.wrapped(headline, LINE_CHARS)) {
      svg.add(
          "<text x=\"%d\" y=\"%d\" font-size=\"22\" font-weight=\"700\">%s</text>",
          MARGIN, y, Svg.escape(line));
      y += 28;
    }
    svg.add(
        "<text x=\"%d\" y=\"%d\" font-size=\"14\" fill=\"#555555\">%s</text>",
        MARGIN, y, Svg.escape(explanation));
  }

  private static void head(Svg svg, Column column, double left) {
    svg.add(
        "<text x=\"%.1f\" y=\"%d\" font-size=\"17\" font-weight=\"700\">%s</text>",
        left, TOP - 62, Svg.escape(column.title()));
    svg.add(
        "<text x=\"%.1f\" y=\"%d\" fill=\"#555555\">%s</text>",
        left, TOP - 44, Svg.escape(column.subtitle()));
    svg.add(
        "<text x=\"%.1f\" y=\"%d\" font-size=\"18\" font-weight=\"700\" fill=\"%s\">%s</text>",
        left, TOP - 20, column.colour(), Svg.escape(column.figure()));
  }

  private void draw(Svg svg, Row row, double top, boolean last) {
    Axis axis = Axis.of(row);
    svg.add(
        "<text x=\"%d\" y=\"%.1f\" font-size=\"15\" font-weight=\"600\">%s</text>",
        MARGIN, top + 14, Svg.escape(row.title()));
    svg.add(
        "<text x=\"%d\" y=\"%.1f\" fill=\"#555555\">%s</text>",
        MARGIN, top + 31, Svg.escape(row.unit()));
    legend(svg, row, top + 50);
    for (int column = 0; column < columns.size(); column++) {
      panel(svg, row, axis, row.panels().get(column), left(column), top);
      if (column == 0) {
        for (double tick : axis.ticks()) {
          svg.label(left(0) - 6, y(axis, tick, top) + 4, "end", Svg.number(tick));
        }
      }
      if (last) {
        marks(svg, left(column), top + PANEL_HEIGHT + 18);
      }
    }
  }

  private static void legend(Svg svg, Row row, double top) {
    double y = top;
    for (Series series : row.series()) {
      svg.add(
          "<rect x=\"%d\" y=\"%.1f\" width=\"14\" height=\"%d\" fill=\"%s\"/>",
          MARGIN, series.area() ? y - 9 : y - 5, series.area() ? 10 : 3, series.colour());
      svg.label(MARGIN + 20, y, "start", series.name());
      y += LEGEND_LINE;
    }
  }

  private void panel(
      Svg svg, Row row, Axis axis, List<List<Point>> lines, double left, double top) {
    svg.add(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\" fill=\"#fafafa\"/>",
        left, top, PANEL_WIDTH, PANEL_HEIGHT);
    svg.add(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" fill=\"#fdf0d5\"/>",
        x(band.from(), left), top, x(band.to(), left) - x(band.from(), left), PANEL_HEIGHT);
    for (double tick : axis.ticks()) {
      svg.add(
          "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>",
          left, left + PANEL_WIDTH, y(axis, tick, top), y(axis, tick, top));
    }
    for (int series = 0; series < lines.size(); series++) {
      draw(svg, row.series().get(series), axis, lines.get(series), left, top);
    }
    Reference reference = row.reference();
    if (reference != null) {
      double y = y(axis, reference.value(), top);
      svg.add(
          "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#333333\" stroke-dasharray=\"5 4\"/>",
          left, left + PANEL_WIDTH, y, y);
      svg.label(left + 4, y - 4, "start", reference.label());
    }
    if (row == rows.getFirst()) {
      svg.add(
          "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" font-size=\"12\" fill=\"#8a6d1f\">%s</text>",
          x((band.from() + band.to()) / 2, left), top - 4, Svg.escape(band.label()));
    }
  }

  private void draw(
      Svg svg, Series series, Axis axis, List<Point> points, double left, double top) {
    for (List<Point> run : runs(points)) {
      StringBuilder path = new StringBuilder();
      for (Point point : run) {
        path.append(
            String.format(Locale.ROOT, "%.1f,%.1f ", x(point.x(), left), y(axis, point.y(), top)));
      }
      if (series.area()) {
        double floor = top + PANEL_HEIGHT;
        svg.add(
            "<polygon fill=\"%s\" points=\"%.1f,%.1f %s%.1f,%.1f\"/>",
            series.colour(),
            x(run.getFirst().x(), left),
            floor,
            path,
            x(run.getLast().x(), left),
            floor);
      } else {
        svg.add(
            "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.8\" stroke-linejoin=\"round\" points=\"%s\"/>",
            series.colour(), path.toString().strip());
      }
    }
  }

  /** What lies between two gaps. */
  private static List<List<Point>> runs(List<Point> points) {
    List<List<Point>> runs = new ArrayList<>();
    List<Point> run = new ArrayList<>();
    for (Point point : points) {
      if (Double.isNaN(point.y())) {
        runs.add(run);
        run = new ArrayList<>();
      } else {
        run.add(point);
      }
    }
    runs.add(run);
    runs.removeIf(List::isEmpty);
    return runs;
  }

  private void marks(Svg svg, double left, double y) {
    double step = Svg.roundUp(end / 6);
    for (double at = 0; at <= end; at += step) {
      svg.label(x(at, left), y, "middle", Svg.number(at));
    }
  }

  private static double left(int column) {
    return LEFT + column * (PANEL_WIDTH + (double) COLUMN_GAP);
  }

  private static double top(int row) {
    return TOP + row * (PANEL_HEIGHT + (double) ROW_GAP);
  }

  private double x(double value, double left) {
    return left + value / end * PANEL_WIDTH;
  }

  private static double y(Axis axis, double value, double top) {
    return top + PANEL_HEIGHT * (1 - axis.share(value));
  }

  /** The vertical axis of a row. */
  private record Axis(boolean logarithmic, double most, double step) {
    /** A few, so that their labels are read at a glance. */
    private static final int STEPS = 3;

    static Axis of(Row row) {
      double most =
          row.panels().stream()
              .flatMap(List::stream)
              .flatMap(List::stream)
              .mapToDouble(Point::y)
              .filter(y -> !Double.isNaN(y))
              .max()
              .orElse(1);
      Reference reference = row.reference();
      double top = reference == null ? most : Math.max(most, reference.value() * 1.1);
      if (row.logarithmic()) {
        return new Axis(true, Math.pow(10, Math.ceil(Math.log10(Math.max(10, top)))), 10);
      }
      double step = Svg.roundUp(top / STEPS);
      return new Axis(false, Math.max(1, Math.ceil(top / step)) * step, step);
    }

    double share(double value) {
      double share = logarithmic ? Math.log10(Math.max(1, value)) / Math.log10(most) : value / most;
      return Math.clamp(share, 0, 1);
    }

    List<Double> ticks() {
      List<Double> ticks = new ArrayList<>();
      if (logarithmic) {
        for (double tick = 1; tick <= most; tick *= 10) {
          ticks.add(tick);
        }
      } else {
        for (int tick = 0; tick * step <= most * 1.000_001; tick++) {
          ticks.add(tick * step);
        }
      }
      return ticks;
    }
  }
}
