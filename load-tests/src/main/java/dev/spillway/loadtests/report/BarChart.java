package dev.spillway.loadtests.report;

import java.util.List;
import java.util.Locale;

/**
 * Groups of bars, one bar a group for each name.
 *
 * @param names of the bars in a group, in order
 */
public record BarChart(String title, String yLabel, List<String> names, List<Group> groups) {

  /** The bars that stand together, as many as there are names. */
  public record Group(String label, List<Double> values) {
    public Group {
      values = List.copyOf(values);
    }
  }

  /** The part of a group's width that its bars take. */
  private static final double FILLED = 0.7;

  public BarChart {
    names = List.copyOf(names);
    groups = List.copyOf(groups);
    for (Group group : groups) {
      if (group.values().size() != names.size()) {
        throw new IllegalArgumentException(group.label() + " has not one bar for each name");
      }
    }
  }

  /** The chart as an SVG document. */
  public String svg() {
    Svg svg = new Svg(title);
    double top =
        Svg.roundUp(
            groups.stream().flatMap(g -> g.values().stream()).mapToDouble(v -> v).max().orElse(1));
    svg.axes("", yLabel, top);
    for (int name = 0; name < names.size(); name++) {
      svg.legend(name, names.get(name));
    }
    double width = (double) (Svg.WIDTH - Svg.LEFT - Svg.RIGHT) / groups.size();
    for (int at = 0; at < groups.size(); at++) {
      double left = Svg.LEFT + at * width;
      svg.label(left + width / 2, Svg.HEIGHT - Svg.BOTTOM + 20, "middle", groups.get(at).label());
      draw(
          svg, groups.get(at), left + width * (1 - FILLED) / 2, width * FILLED / names.size(), top);
    }
    return svg.end();
  }

  private static void draw(Svg svg, Group group, double left, double width, double top) {
    for (int bar = 0; bar < group.values().size(); bar++) {
      double value = group.values().get(bar);
      double y = Svg.y(value, top);
      double x = left + bar * width;
      svg.add(
          "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
          x + 1, y, width - 2, Svg.HEIGHT - Svg.BOTTOM - y, Svg.colour(bar));
      svg.label(x + width / 2, y - 5, "middle", String.format(Locale.ROOT, "%,.0f", value));
    }
  }
}
