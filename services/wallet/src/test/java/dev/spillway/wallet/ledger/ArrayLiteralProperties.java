package dev.spillway.wallet.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.jspecify.annotations.Nullable;

class ArrayLiteralProperties {
  @Property
  void a_text_is_read_back_as_it_was(
      @ForAll List<@CharRange(from = ' ', to = '~') String> texts, @ForAll boolean withNull) {
    List<@Nullable String> all = new ArrayList<>(texts);
    if (withNull) {
      all.add(null);
    }
    assertThat(read(ArrayLiteral.text(all, text -> text))).isEqualTo(all);
  }

  @Property
  void numbers_stand_as_they_are(@ForAll List<BigInteger> numbers) {
    String literal = ArrayLiteral.plain(numbers, number -> number);
    assertThat(literal).startsWith("{").endsWith("}");
    String inside = literal.substring(1, literal.length() - 1);
    List<BigInteger> read =
        inside.isEmpty()
            ? List.of()
            : Arrays.stream(inside.split(",")).map(BigInteger::new).toList();
    assertThat(read).isEqualTo(numbers);
  }

  @Example
  void nothing_is_null_among_plain_values_and_not_the_word_among_texts() {
    assertThat(ArrayLiteral.plain(Arrays.asList(1, null), n -> n)).isEqualTo("{1,null}");
    assertThat(ArrayLiteral.text(Arrays.asList("NULL", null), t -> t)).isEqualTo("{\"NULL\",NULL}");
  }

  /** Reads the literal by the manual's rule: a backslash takes the next character as it is. */
  private static List<@Nullable String> read(String literal) {
    List<@Nullable String> texts = new ArrayList<>();
    int i = 1;
    while (literal.charAt(i) != '}') {
      if (literal.charAt(i) == ',') {
        i++;
      }
      if (literal.startsWith("NULL", i)) {
        texts.add(null);
        i += 4;
        continue;
      }
      StringBuilder text = new StringBuilder();
      for (i++; literal.charAt(i) != '"'; i++) {
        if (literal.charAt(i) == '\\') {
          i++;
        }
        text.append(literal.charAt(i));
      }
      texts.add(text.toString());
      i++;
    }
    return texts;
  }
}
