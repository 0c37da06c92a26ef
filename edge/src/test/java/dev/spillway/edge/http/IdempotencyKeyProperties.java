package dev.spillway.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.edge.problem.ProblemException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What counts as a key, and when two are one. */
class IdempotencyKeyProperties {

  @Property
  void a_key_means_itself(@ForAll("keys") String key) {
    String plain = key.startsWith("\"") ? "k" + key.substring(1) : key;

    assertThat(IdempotencyKey.parse(plain).value()).isEqualTo(plain);
    assertThat(IdempotencyKey.parse("  " + plain + " ").value()).isEqualTo(plain);
  }

  @Property
  void a_quoted_key_means_its_content(@ForAll("keys") String key) {
    String quoted = '"' + key.replace("\\", "\\\\").replace("\"", "\\\"") + '"';

    assertThat(IdempotencyKey.parse(quoted)).isEqualTo(new IdempotencyKey(key));
  }

  @Property
  void any_text_is_a_key_or_refused_and_nothing_else_happens(@ForAll String text) {
    try {
      assertThat(IdempotencyKey.parse(text).value()).matches("[!-~]{1,64}");
    } catch (ProblemException refused) {
      assertThat(refused.problem().code().code()).isEqualTo("malformed-request");
    }
  }

  @Property
  void two_callers_or_two_operations_never_share_a_key(
      @ForAll("keys") String one, @ForAll("keys") String other) {
    IdempotencyKey key = new IdempotencyKey("key");

    assertThat(
            key.scopedTo(one, "POST /v1/transfers")
                .equals(key.scopedTo(other, "POST /v1/transfers")))
        .isEqualTo(one.equals(other));
    assertThat(key.scopedTo(one, "POST /v1/transfers"))
        .isNotEqualTo(key.scopedTo(one, "POST /v1/transfer-batches"));
  }

  @Example
  void what_is_not_a_key_is_refused() {
    for (String text :
        new String[] {
          "",
          "\"\"",
          "\"",
          "\"abc",
          "\"a\"b\"",
          "\"a\\\"",
          "\"a\\b\"",
          "\"abc\";q=1",
          "a b",
          "a\tb",
          "é",
          "\u007f",
          "\"a b\"",
          "k".repeat(65),
          '"' + "k".repeat(65) + '"'
        }) {
      assertThatThrownBy(() -> IdempotencyKey.parse(text))
          .as("key “%s”", text)
          .isInstanceOf(ProblemException.class);
    }
  }

  @Example
  void sixty_four_characters_are_not_too_many() {
    assertThat(IdempotencyKey.parse("k".repeat(64)).value()).hasSize(64);
    assertThat(IdempotencyKey.parse('"' + "k".repeat(64) + '"').value()).hasSize(64);
  }

  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(64);
  }
}
