package dev.spillway.edge.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.spillway.edge.json.UnicodeText;
import dev.spillway.edge.problem.Problem;
import dev.spillway.edge.problem.ProblemException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's JSON and takes nothing for granted: an unknown field, a field given twice, text
 * after the end, a number where text belongs, and text that is not Unicode are all refused. What is
 * said of a refusal is made here; the parser's own words name classes.
 *
 * @param <T> a record of nullable components; which of them must be there, the reader of the record
 *     says
 */
public final class StrictJson<T> {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .addModule(new SimpleModule().addDeserializer(String.class, new Text()))
          .build();

  /** A client's own words are repeated to it, but not at any length. */
  private static final int MAX_PATH = 100;

  private final ObjectReader reader;

  /** A reader of bodies of that type. */
  public StrictJson(Class<T> type) {
    this.reader = MAPPER.readerFor(type);
  }

  /**
   * Reads a body.
   *
   * @throws ProblemException {@code malformed-request} when it is anything but what it should be
   */
  public T read(byte[] body) {
    if (isOtherUnicode(body)) {
      throw malformed("the body is not valid JSON in UTF-8");
    }
    try {
      @Nullable T value = reader.readValue(body);
      if (value == null) {
        throw malformed("the body has to be a JSON object");
      }
      return value;
    } catch (UnrecognizedPropertyException e) {
      throw malformed("there is no field " + path(e));
    } catch (InvalidFormatException e) {
      throw malformed(
          path(e)
              + (e.getTargetType() == String.class
                  ? " contains a character that is not allowed"
                  : " is not of the right type"));
    } catch (MismatchedInputException e) {
      throw malformed(
          e.getPath().isEmpty()
              ? "the body has to be one JSON object"
              : path(e) + " is not of the right type");
    } catch (JsonMappingException e) {
      // The parser's complaint about a value: no JSON at all, or a number out of all bounds.
      throw malformed(
          e.getCause() instanceof InputCoercionException
              ? path(e) + " is not of the right type"
              : "the body is not valid JSON" + at(e.getLocation()));
    } catch (JsonProcessingException e) {
      throw malformed(
          (e.getOriginalMessage().startsWith("Duplicate field")
                  ? "a field is given twice"
                  : "the body is not valid JSON")
              + at(e.getLocation()));
    } catch (IOException e) {
      // Bytes in memory fail only by what they say: not UTF-8.
      throw malformed("the body is not valid JSON in UTF-8");
    }
  }

  /**
   * The parser would read UTF-16 and UTF-32 too, which it tells by the first bytes (RFC 4627 §3),
   * but JSON between systems is UTF-8 (RFC 8259 §8.1).
   */
  private static boolean isOtherUnicode(byte[] body) {
    return body.length > 1
        && (body[0] == 0
            || body[1] == 0
            || body[0] == (byte) 0xFE && body[1] == (byte) 0xFF
            || body[0] == (byte) 0xFF && body[1] == (byte) 0xFE);
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    List<JsonMappingException.Reference> references = e.getPath();
    for (JsonMappingException.Reference reference : references) {
      if (reference.getFieldName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
      }
    }
    return path.length() <= MAX_PATH ? path.toString() : path.substring(0, MAX_PATH) + "…";
  }

  private static String at(@Nullable JsonLocation location) {
    return location == null
        ? ""
        : ", at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static ProblemException malformed(String detail) {
    return Problem.malformed(printable(detail)).asException();
  }

  /** What was refused for its characters must not come back in the refusal. */
  private static String printable(String detail) {
    return UnicodeText.isClean(detail) ? detail : "the body contains text that is not allowed";
  }

  /** Strings only: no numbers or booleans read as text. */
  private static final class Text extends StdScalarDeserializer<String> {
    private static final long serialVersionUID = 1L;

    Text() {
      super(String.class);
    }

    @Override
    public @Nullable String deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      if (!json.hasToken(JsonToken.VALUE_STRING)) {
        return (String) context.handleUnexpectedToken(String.class, json);
      }
      String text = json.getText();
      if (!UnicodeText.isClean(text)) {
        throw InvalidFormatException.from(json, "text", text, String.class);
      }
      return text;
    }
  }
}
