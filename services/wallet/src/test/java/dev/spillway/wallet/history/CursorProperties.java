package dev.spillway.wallet.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.edge.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A cursor is what an earlier page gave, or refused. */
class CursorProperties {

  @Property
  void a_cursor_reads_back_as_it_was_and_needs_no_escaping(
      @ForAll("positions") Map<String, Long> positions) {
    Cursor cursor = new Cursor(new TreeMap<>(positions));

    assertThat(cursor.encoded()).matches("[A-Za-z0-9_-]+");
    assertThat(Cursor.parse(cursor.encoded())).isEqualTo(cursor);
  }

  @Property
  void any_text_is_a_cursor_or_refused_and_nothing_else_happens(@ForAll("texts") String text) {
    try {
      Cursor cursor = Cursor.parse(text);

      assertThat(cursor.before().values()).allMatch(seq -> seq >= 1);
    } catch (ProblemException refused) {
      assertThat(refused.problem().code().code()).isEqualTo("malformed-request");
    }
  }

  @Example
  void what_no_page_gave_is_refused() {
    for (String content :
        new String[] {
          "",
          "e1;",
          "e1;BTC",
          "e1;BTC:",
          "e1;BTC:0;",
          "e1;BTC:-1;",
          "e1;BTC:1",
          "e1;btc:1;",
          "e1;BTC:1;BTC:2;",
          "e2;BTC:1;",
          "BTC:1;",
          "e1;BTC:9999999999999999999;",
          "e1;BTC:1;;",
          "e1;BTC:1;' OR 1=1"
        }) {
      String text = Base64.getUrlEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> Cursor.parse(text))
          .as("cursor of “%s”", content)
          .isInstanceOf(ProblemException.class);
    }
  }

  @Provide
  Arbitrary<Map<String, Long>> positions() {
    Arbitrary<String> assets =
        Arbitraries.strings()
            .withCharRange('A', 'Z')
            .withCharRange('0', '9')
            .ofMinLength(2)
            .ofMaxLength(12);
    Arbitrary<Long> seqs = Arbitraries.longs().between(1, 999_999_999_999_999_999L);
    return Arbitraries.maps(assets, seqs).ofMinSize(1).ofMaxSize(20);
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> contents = Arbitraries.strings().withChars("e1;BTC:9").ofMaxLength(20);
    return Arbitraries.oneOf(
        Arbitraries.strings(),
        contents.map(
            content ->
                Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(("e1;" + content).getBytes(StandardCharsets.US_ASCII))));
  }
}
