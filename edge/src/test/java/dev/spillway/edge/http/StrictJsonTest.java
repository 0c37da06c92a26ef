package dev.spillway.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spillway.edge.problem.ProblemException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a body, and that a refusal says where the fault is but nothing of ours. */
class StrictJsonTest {
  record Inner(@Nullable String text) {}

  record Outer(
      @Nullable String text,
      @Nullable Boolean flag,
      @Nullable Integer number,
      @Nullable Map<String, String> pairs,
      @Nullable List<Inner> list) {}

  private static final StrictJson<Outer> JSON = new StrictJson<>(Outer.class);

  @Test
  void a_body_is_read_and_what_is_not_there_is_null() {
    assertThat(JSON.read(bytes("{\"text\":\"𝄞\",\"pairs\":{\"a\":\"b\"}}")))
        .isEqualTo(new Outer("𝄞", null, null, Map.of("a", "b"), null));
    assertThat(JSON.read(bytes("{}"))).isEqualTo(new Outer(null, null, null, null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"text\"",
        "1",
        "true",
        "{",
        "}",
        "{}{}",
        "{} x",
        "{'text':1}",
        "{\"text\":\"a\",}",
        "{\"text\":\"a\" /* note */}",
        "{text:\"a\"}",
        "{\"text\":NaN}",
        "{\"text\":1}",
        "{\"text\":1.5}",
        "{\"text\":true}",
        "{\"text\":{}}",
        "{\"text\":[]}",
        "{\"text\":[\"a\"]}",
        "{\"flag\":\"true\"}",
        "{\"flag\":1}",
        "{\"flag\":\"\"}",
        "{\"number\":1.5}",
        "{\"number\":1.0}",
        "{\"number\":1e0}",
        "{\"number\":\"1\"}",
        "{\"number\":4294967297}",
        "{\"number\":99999999999999999999}",
        "{\"number\":true}",
        "{\"unknown\":1}",
        "{\"Text\":\"a\"}",
        "{\"text\":\"a\",\"text\":\"a\"}",
        "{\"pairs\":{\"a\":\"b\",\"a\":\"b\"}}",
        "{\"pairs\":{\"a\":1}}",
        "{\"pairs\":[]}",
        "{\"pairs\":\"\"}",
        "{\"list\":{}}",
        "{\"list\":\"\"}",
        "{\"list\":[1]}",
        "{\"list\":[\"\"]}",
        "{\"list\":[{\"text\":1}]}",
        "{\"text\":\"\\u0000\"}",
        "{\"text\":\"\\ud800\"}",
        "{\"text\":\"\\udc00\\ud800\"}",
        "{\"text\":\"a\tb\"}",
        "{\"text\":\"\\x\"}",
        "{\"pairs\":{\"a\":\"\\u0000\"}}"
      })
  void anything_odd_is_malformed(String body) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> JSON.read(bytes(body)));

    assertThat(refused).as("refusal of %s", body).isNotNull();
    assertThat(refused.problem().code().code()).isEqualTo("malformed-request");
    assertThat(refused.problem().detail())
        .doesNotContainIgnoringCase("java", "jackson", "exception", "Outer", "Inner", "class")
        .doesNotContain("\u0000");
  }

  @Test
  void bytes_that_are_not_utf_8_are_malformed() {
    byte[] overlong = {
      '{', '"', 't', 'e', 'x', 't', '"', ':', '"', (byte) 0xC0, (byte) 0x80, '"', '}'
    };
    byte[] surrogate = {
      '{', '"', 't', 'e', 'x', 't', '"', ':', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', '}'
    };
    for (byte[] body : List.of(overlong, surrogate, new byte[] {(byte) 0xFF})) {
      assertThat(catchThrowableOfType(ProblemException.class, () -> JSON.read(body))).isNotNull();
    }
  }

  @Test
  void the_place_of_the_fault_is_named() {
    assertThat(detail("{\"list\":[{},{\"text\":1}]}"))
        .isEqualTo("list[1].text is not of the right type");
    assertThat(detail("{\"list\":[{\"nope\":1}]}")).isEqualTo("there is no field list[0].nope");
    assertThat(detail("{\"text\":\"\\u0000\"}"))
        .isEqualTo("text contains a character that is not allowed");
    for (String number : List.of("1.5", "1e0", "\"1\"", "4294967297", "99999999999999999999")) {
      assertThat(detail("{\"number\":" + number + "}"))
          .isEqualTo("number is not of the right type");
    }
    assertThat(detail("{\"text\":\"a\",\"text\":\"a\"}"))
        .startsWith("a field is given twice, at line 1, column ");
    assertThat(detail("{\"text\":")).startsWith("the body is not valid JSON, at line 1, column ");
  }

  @Test
  void json_in_another_unicode_is_malformed() {
    for (Charset other :
        List.of(
            StandardCharsets.UTF_16,
            StandardCharsets.UTF_16BE,
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_32BE,
            StandardCharsets.UTF_32LE)) {
      byte[] body = "{\"text\":\"a\"}".getBytes(other);
      ProblemException refused =
          catchThrowableOfType(ProblemException.class, () -> JSON.read(body));
      assertThat(refused.problem().detail())
          .as(other.name())
          .isEqualTo("the body is not valid JSON in UTF-8");
    }
  }

  @Test
  void a_very_deep_body_is_malformed_not_a_failure() {
    assertThat(detail("{\"list\":" + "[".repeat(30_000))).isNotBlank();
  }

  private static String detail(String body) {
    return catchThrowableOfType(ProblemException.class, () -> JSON.read(bytes(body)))
        .problem()
        .detail();
  }

  private static byte[] bytes(String body) {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
