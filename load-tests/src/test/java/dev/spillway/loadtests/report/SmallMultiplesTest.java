package dev.spillway.loadtests.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.spillway.loadtests.report.LineChart.Point;
import dev.spillway.loadtests.report.SmallMultiples.Band;
import dev.spillway.loadtests.report.SmallMultiples.Column;
import dev.spillway.loadtests.report.SmallMultiples.Reference;
import dev.spillway.loadtests.report.SmallMultiples.Row;
import dev.spillway.loadtests.report.SmallMultiples.Series;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class SmallMultiplesTest {
  private static final List<Column> TWO =
      List.of(new Column("A", "a", "1 %", "red"), new Column("B", "b", "2 %", "green"));

  @Test
  void it_is_well_formed_and_says_what_it_shows() throws Exception {
    Document svg = parse(charts(row(false, null, List.of(5.0, 9.0), List.of(1.0, 2.0))).svg());

    assertThat(texts(svg))
        .contains("More & <less>", "A", "B", "2 %", "requests", "a second", "served", "spike");
  }

  @Test
  void equal_values_are_equally_high_in_every_panel_of_a_row() throws Exception {
    List<String> lines = lines(charts(row(false, null, List.of(5.0, 90.0), List.of(5.0, 5.0))));

    assertThat(height(lines.get(0), 0)).isEqualTo(height(lines.get(1), 0));
    assertThat(height(lines.get(0), 1)).isLessThan(height(lines.get(1), 1));
  }

  @Test
  void on_a_logarithmic_axis_ten_times_is_always_as_far() throws Exception {
    List<String> lines =
        lines(charts(row(true, null, List.of(1.0, 10.0), List.of(100.0, 1_000.0))));

    assertThat(height(lines.get(0), 0) - height(lines.get(0), 1))
        .isBetween(
            height(lines.get(1), 0) - height(lines.get(1), 1) - 0.2,
            height(lines.get(1), 0) - height(lines.get(1), 1) + 0.2);
  }

  @Test
  void a_gap_is_not_drawn_over() throws Exception {
    List<String> lines =
        lines(charts(row(false, null, List.of(5.0, Double.NaN, 5.0), List.of(5.0, 5.0, 5.0))));

    assertThat(lines).hasSize(3);
  }

  @Test
  void a_reference_is_within_the_axis() throws Exception {
    Document svg =
        parse(
            charts(row(false, new Reference("limit", 100), List.of(5.0, 9.0), List.of(1.0, 2.0)))
                .svg());

    assertThat(texts(svg)).contains("limit", "150");
  }

  @Test
  void a_row_without_a_panel_for_each_column_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> charts(row(false, null, List.of(1.0))));
  }

  private static SmallMultiples charts(Row row) {
    return new SmallMultiples(
        "More & <less>", "how", TWO, List.of(row), "seconds", 10, new Band("spike", 2, 5));
  }

  @SafeVarargs
  private static Row row(boolean logarithmic, Reference reference, List<Double>... panels) {
    return new Row(
        "requests",
        "a second",
        logarithmic,
        reference,
        List.of(new Series("served", "#000000", false)),
        Arrays.stream(panels)
            .map(
                values ->
                    List.of(
                        IntStream.range(0, values.size())
                            .mapToObj(i -> new Point(i, values.get(i)))
                            .toList()))
            .toList());
  }

  /** The points of every line. */
  private static List<String> lines(SmallMultiples charts) throws Exception {
    NodeList lines = parse(charts.svg()).getElementsByTagName("polyline");
    return IntStream.range(0, lines.getLength())
        .mapToObj(i -> ((Element) lines.item(i)).getAttribute("points"))
        .toList();
  }

  private static double height(String points, int index) {
    return Double.parseDouble(points.split(" ")[index].split(",")[1]);
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static List<String> texts(Document svg) {
    NodeList nodes = svg.getElementsByTagName("text");
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getTextContent())
        .toList();
  }
}
