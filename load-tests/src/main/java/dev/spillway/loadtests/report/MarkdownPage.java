package dev.spillway.loadtests.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A page of the documentation that has a place for results, between two markers. */
public final class MarkdownPage {
  private static final String BEGIN = "<!-- results: begin -->";
  private static final String END = "<!-- results: end -->";

  private final Path file;

  private MarkdownPage(Path file) {
    this.file = file;
  }

  /**
   * The page in this file.
   *
   * @throws IOException when it cannot be read, or has no place for results
   */
  public static MarkdownPage in(Path file) throws IOException {
    MarkdownPage page = new MarkdownPage(file);
    page.with("");
    return page;
  }

  /** Puts the text in place of what is between the markers. */
  public void put(String text) throws IOException {
    Files.writeString(file, with(text));
  }

  private String with(String results) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is no file");
    }
    String text = Files.readString(file);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(file + " has no results between " + BEGIN + " and " + END);
    }
    return text.substring(0, begin + BEGIN.length()) + "\n" + results + text.substring(end);
  }

  /** For options: a wrong page is told of before anything is measured, not after it. */
  public static final class Converter implements ITypeConverter<MarkdownPage> {
    @Override
    public MarkdownPage convert(String path) {
      try {
        return in(Path.of(path));
      } catch (IOException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
