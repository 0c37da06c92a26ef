package dev.spillway.giveaway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/metrics.md names every metric of this service with its type, and no other. */
@QuarkusTest
@WithTestResource(StackResource.class)
class MetricsPageTest {
  private static final Pattern ROW = Pattern.compile("\\| `(spillway_[a-z_]+)` \\| ([a-z]+) \\|.*");
  private static final Pattern TYPE = Pattern.compile("# TYPE (spillway_[a-z_]+) ([a-z]+)");

  @TestHTTPResource("/")
  URI base;

  @Test
  void every_metric_of_ours_is_explained_and_every_explanation_is_of_one_that_is_served()
      throws IOException {
    SortedMap<String, String> served = new TreeMap<>();
    for (String line : new Person(base, "anybody", "none").get("/q/metrics").body().split("\n")) {
      Matcher type = TYPE.matcher(line);
      // Beside each summary its maximum is served.
      if (type.matches() && !type.group(1).endsWith("_max")) {
        served.put(sample(type.group(1), type.group(2)), type.group(2));
      }
    }

    assertThat(told()).isEqualTo(served);
  }

  /**
   * What is asked for by name; in one of the two forms of the format, the type's name is shorter.
   */
  private static String sample(String name, String type) {
    return type.equals("counter") && !name.endsWith("_total") ? name + "_total" : name;
  }

  private static SortedMap<String, String> told() throws IOException {
    SortedMap<String, String> told = new TreeMap<>();
    boolean within = false;
    for (String line : Files.readAllLines(Path.of("..", "..", "docs", "metrics.md"))) {
      if (line.startsWith("## ")) {
        within = line.equals("## Giveaway service");
      }
      Matcher row = ROW.matcher(line);
      if (within && row.matches()) {
        told.put(row.group(1), row.group(2));
      }
    }
    return told;
  }
}
