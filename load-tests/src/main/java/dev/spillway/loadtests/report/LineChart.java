package dev.spillway.loadtests.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Lines over a common horizontal axis, from zero upwards.
 *
 * @param logarithmic whether the horizontal axis is; then no x may be 0
 */
public record LineChart(
    String title, String xLabel, String yLabel, boolean logarithmic, List<Line> lines) {

  /** A named line through points in the order of their x. */
  public record Line(String name, List<Point> points) {
    public Line {
      points = List.copyOf(points);
    }
  }

  /** One point, in the units of the axes. */
  public record Point(double x, double y) {}

  /** More than this many points need no dots. */
  private static final int MOST_DOTS = 20;

  public LineChart {
    lines = List.copyOf(lines);
    if (lines.stream().allMatch(line -> line.points().isEmpty())) {
      throw new IllegalArgumentException("nothing to draw: " + title);
    }
  }

  /** The chart as an SVG document. */
  public String svg() {
    Svg svg = new Svg(title);
    double top = Svg.roundUp(all().stream().mapToDouble(Point::y).max().orElse(1));
    svg.axes(xLabel, yLabel, top);
    for (double x : marks()) {
      svg.label(across(x), Svg.HEIGHT - Svg.BOTTOM + 20, "middle", Svg.number(x));
    }
    for (int i = 0; i < lines.size(); i++) {
      draw(svg, i, top);
    }
    return svg.end();
  }

  private void draw(Svg svg, int index, double top) {
    Line line = lines.get(index);
    String path =
        line.points().stream()
            .map(p -> "%.1f,%.1f".formatted(across(p.x()), Svg.y(p.y(), top)))
            .collect(Collectors.joining(" "));
    svg.legend(index, line.name());
    svg.add(
        "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>",
        Svg.colour(index), path);
    if (line.points().size() <= MOST_DOTS) {
      for (Point p : line.points()) {
        svg.add(
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"><title>%s: %s</title></circle>",
            across(p.x()),
            Svg.y(p.y(), top),
            Svg.colour(index),
            Svg.number(p.x()),
            Svg.number(p.y()));
      }
    }
  }

  private List<Point> all() {
    return lines.stream().flatMap(line -> line.points().stream()).toList();
  }

  /** The x of every point when they are few, else ten steps of the axis. */
  private List<Double> marks() {
    List<Double> xs = all().stream().map(Point::x).distinct().sorted().toList();
    if (xs.size() <= MOST_DOTS / 2) {
      return xs;
    }
    double step = Svg.roundUp((xs.getLast() - xs.getFirst()) / 10);
    return java.util.stream.DoubleStream.iterate(
            Math.ceil(xs.getFirst() / step) * step, x -> x <= xs.getLast(), x -> x + step)
        .boxed()
        .toList();
  }

  private double across(double x) {
    List<Point> all = all();
    double from = scaled(all.stream().mapToDouble(Point::x).min().orElse(0));
    double to = scaled(all.stream().mapToDouble(Point::x).max().orElse(1));
    double share = to > from ? (scaled(x) - from) / (to - from) : 0.5;
    // A margin keeps the first and the last dot clear of the frame.
    int margin = 30;
    return Svg.LEFT + margin + share * (Svg.WIDTH - Svg.RIGHT - Svg.LEFT - 2 * margin);
  }

  private double scaled(double x) {
    return logarithmic ? Math.log10(x) : x;
  }
}
