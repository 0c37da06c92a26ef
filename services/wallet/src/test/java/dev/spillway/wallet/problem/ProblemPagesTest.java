package dev.spillway.wallet.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.model.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every code has its page, and says there what its status is, what happened and what to do. */
class ProblemPagesTest {
  private static final Path PAGES = Path.of("../../docs/problems");

  @Test
  void each_code_has_a_page_and_each_page_a_code() throws IOException {
    try (Stream<Path> files = Files.list(PAGES)) {
      List<String> pages =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.equals("README.md"))
              .sorted()
              .toList();

      assertThat(pages)
          .isEqualTo(
              Arrays.stream(ProblemCode.values()).map(it -> it.code() + ".md").sorted().toList());
    }
  }

  @Test
  void a_page_tells_cause_effect_and_cure() throws IOException {
    for (ProblemCode code : ProblemCode.values()) {
      assertThat(Files.readString(PAGES.resolve(code.code() + ".md")))
          .startsWith("# " + code.code() + "\n\n" + code.status() + ": " + code.title() + ".\n")
          .contains("**Cause.**", "**Did anything happen?**", "**Cure.**");
    }
  }

  @Test
  void the_list_of_pages_is_complete() throws IOException {
    String list = Files.readString(PAGES.resolve("README.md"));
    for (ProblemCode code : ProblemCode.values()) {
      assertThat(list)
          .contains(
              "| %d | [%2$s](%2$s.md) | %3$s |"
                  .formatted(code.status(), code.code(), code.title()));
    }
  }
}
