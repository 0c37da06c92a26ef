package dev.spillway.loadtests.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.spillway.loadtests.report.LineChart.Line;
import dev.spillway.loadtests.report.LineChart.Point;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ChartTest {

  @Test
  void a_line_chart_is_well_formed_and_says_what_its_axes_are() throws Exception {
    Document svg =
        parse(
            new LineChart(
                    "Growth & <more>",
                    "accounts",
                    "transfers/s",
                    true,
                    List.of(
                        new Line("spillway", List.of(new Point(10_000, 900), new Point(1e6, 800)))))
                .svg());

    assertThat(texts(svg)).contains("Growth & <more>", "accounts", "transfers/s", "1 M");
    assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(2);
  }

  @Test
  void a_larger_value_is_higher_up() throws Exception {
    Document svg =
        parse(
            new LineChart(
                    "t",
                    "x",
                    "y",
                    false,
                    List.of(new Line("l", List.of(new Point(0, 10), new Point(5, 90)))))
                .svg());

    NodeList dots = svg.getElementsByTagName("circle");
    assertThat(number(dots, 1, "cy")).isLessThan(number(dots, 0, "cy"));
    assertThat(number(dots, 1, "cx")).isGreaterThan(number(dots, 0, "cx"));
  }

  @Test
  void bars_are_as_high_as_their_values_are_to_each_other() throws Exception {
    Document svg =
        parse(
            new BarChart(
                    "t",
                    "y",
                    List.of("a", "b"),
                    List.of(new BarChart.Group("g", List.of(40.0, 80.0))))
                .svg());

    NodeList rectangles = svg.getElementsByTagName("rect");
    int last = rectangles.getLength() - 1;
    assertThat(number(rectangles, last, "height") / number(rectangles, last - 1, "height"))
        .isBetween(1.99, 2.01);
  }

  @Test
  void an_axis_ends_at_a_round_number_that_is_not_below_any_value() {
    assertThat(Svg.roundUp(4_586)).isEqualTo(5_000);
    assertThat(Svg.roundUp(5_001)).isEqualTo(10_000);
    assertThat(Svg.roundUp(0.13)).isEqualTo(0.2);
    assertThat(Svg.roundUp(0)).isEqualTo(1);
  }

  @Test
  void a_chart_of_nothing_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LineChart("t", "x", "y", false, List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new BarChart(
                    "t", "y", List.of("a", "b"), List.of(new BarChart.Group("g", List.of(1.0)))));
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static List<String> texts(Document svg) {
    NodeList nodes = svg.getElementsByTagName("text");
    return java.util.stream.IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getTextContent())
        .toList();
  }

  private static double number(NodeList nodes, int index, String attribute) {
    return Double.parseDouble(((Element) nodes.item(index)).getAttribute(attribute));
  }
}
