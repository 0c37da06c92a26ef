package dev.spillway.edge.problem;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.spillway.edge.json.JsonText;
import dev.spillway.model.ProblemCode;
import java.io.IOException;

/**
 * The one form of a problem, RFC 9457 §3: {@code type}, {@code title}, {@code status}, {@code
 * detail}, {@code instance} and, so that nobody has to take the type apart, {@code code}.
 */
public final class ProblemJson {
  /** The media type of a problem. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private ProblemJson() {}

  /**
   * The problem as text.
   *
   * @param instance the path of the request that met it
   */
  public static String of(ProblemCode code, String detail, String instance) {
    return JsonText.write(json -> write(json, code, detail, instance));
  }

  /** Writes the problem where a value is expected. */
  public static void write(JsonGenerator json, ProblemCode code, String detail, String instance)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("type", code.type());
    json.writeStringField("title", code.title());
    json.writeNumberField("status", code.status());
    json.writeStringField("detail", detail);
    json.writeStringField("instance", instance);
    json.writeStringField("code", code.code());
    json.writeEndObject();
  }
}
