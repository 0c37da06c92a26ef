package dev.spillway.loadtests.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.loadtests.bench.BenchMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class MarkdownPageTest {
  private static final String BEFORE = "# Title\n<!-- results: begin -->\n";
  private static final String AFTER = "<!-- results: end -->\nwhat is known of them\n";

  @TempDir private Path folder;

  @Test
  void onlyWhatIsBetweenTheMarkersIsReplaced() throws IOException {
    Path file = Files.writeString(folder.resolve("page.md"), BEFORE + "old\n" + AFTER);

    MarkdownPage.in(file).put("new\n");
    assertThat(file).content().isEqualTo(BEFORE + "new\n" + AFTER);

    MarkdownPage.in(file).put("newer\n");
    assertThat(file).content().isEqualTo(BEFORE + "newer\n" + AFTER);
  }

  @Test
  void aPageWithoutAPlaceForResultsIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("page.md"), "# Title\n");

    assertThatThrownBy(() -> MarkdownPage.in(file)).hasMessageContaining("has no results between");
    assertThatThrownBy(() -> MarkdownPage.in(folder)).hasMessageContaining("is no file");
    assertThat(file).content().isEqualTo("# Title\n");
  }

  @Test
  void anOptionIsRefusedBeforeAnythingIsMeasured() {
    CommandLine bench = new CommandLine(new BenchMain());
    String missing = folder.resolve("missing.md").toString();

    assertThatThrownBy(() -> bench.parseArgs("--markdown", missing))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("--markdown")
        .hasMessageContaining(missing + " is no file");
  }
}
