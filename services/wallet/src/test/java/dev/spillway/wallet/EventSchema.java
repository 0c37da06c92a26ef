package dev.spillway.wallet;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** A topic's published schema, {@code docs/events/TOPIC.json}. */
public final class EventSchema {
  private final JsonSchema schema;

  private EventSchema(JsonSchema schema) {
    this.schema = schema;
  }

  public static EventSchema of(String topic) {
    try {
      String text = Files.readString(Path.of("..", "..", "docs", "events", topic + ".json"));
      return new EventSchema(
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with the data; empty when it is valid. */
  public Set<ValidationMessage> violations(JsonNode data) {
    return schema.validate(data);
  }
}
