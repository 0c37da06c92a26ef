package dev.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents point at is there. */
class DocumentLinksTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** A link or a picture: its target, without a title. */
  private static final Pattern LINK =
      Pattern.compile("\\]\\(<?([^)\\s>]+)>?(?:\\s+\"[^\"]*\")?\\)");

  private static final Pattern ELSEWHERE = Pattern.compile("[a-z][a-z0-9+.-]*:.*|#.*");

  @Test
  void every_relative_link_leads_to_a_file_of_the_project() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path document : documents()) {
      Matcher link = LINK.matcher(withoutCode(Files.readString(document)));
      while (link.find()) {
        String target = link.group(1);
        if (!ELSEWHERE.matcher(target).matches() && !leadsSomewhere(document, target)) {
          broken.add(ROOT.relativize(document) + " → " + target);
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  @Test
  void there_are_documents_to_look_at() throws IOException {
    assertThat(documents())
        .contains(ROOT.resolve("README.md"), ROOT.resolve("docs/problems/README.md"));
  }

  private static boolean leadsSomewhere(Path document, String target) {
    Path file = document.resolveSibling(target.replaceFirst("#.*", "")).normalize();
    return file.startsWith(ROOT) && Files.exists(file);
  }

  /** The documents at the root, all under docs, and those that stand beside what they describe. */
  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (String place : List.of("docs", "load-tests/k6", "load-tests/gatling", "deploy")) {
      if (Files.isDirectory(ROOT.resolve(place))) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(place))) {
          files.filter(DocumentLinksTest::isDocument).forEach(documents::add);
        }
      }
    }
    try (Stream<Path> files = Files.list(ROOT)) {
      files.filter(DocumentLinksTest::isDocument).forEach(documents::add);
    }
    return documents;
  }

  private static boolean isDocument(Path file) {
    return file.toString().endsWith(".md") && !file.toString().contains("/node_modules/");
  }

  /** Fenced code shows links that are none. */
  private static String withoutCode(String text) {
    return text.replaceAll("(?ms)^```.*?^```", "");
  }
}
