package dev.spillway.edge.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SegmentedStringWriter;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes JSON field by field: the order of fields is the code's, and no tree is built. */
public final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonText() {}

  /** The text that the content writes. */
  public static String write(Content content) {
    try (SegmentedStringWriter text = new SegmentedStringWriter(FACTORY._getBufferRecycler())) {
      try (JsonGenerator json = FACTORY.createGenerator(text)) {
        content.writeTo(json);
      }
      return text.getAndClear();
    } catch (IOException e) {
      throw new UncheckedIOException("a string took no more text", e);
    }
  }

  /** What to write. */
  @FunctionalInterface
  public interface Content {
    void writeTo(JsonGenerator json) throws IOException;
  }
}
