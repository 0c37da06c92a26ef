package dev.spillway.wallet.ledger;

import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An array parameter as PostgreSQL's text form, {@code {a,b,NULL}} (manual, §8.15.2), which
 * CockroachDB reads too. The driver writes the same, but looks at each character of each number and
 * id for something to quote; on a writer's thread that was a third of all the time.
 */
final class ArrayLiteral {
  private ArrayLiteral() {}

  /** Of numbers, ids, dates: whatever never needs a quote. */
  static <T> String plain(Collection<T> rows, Function<? super T, @Nullable Object> value) {
    StringBuilder literal = new StringBuilder(40 * rows.size() + 2).append('{');
    for (T row : rows) {
      separate(literal).append((Object) value.apply(row));
    }
    return literal.append('}').toString();
  }

  /** Of any text. */
  static <T> String text(Collection<T> rows, Function<? super T, @Nullable String> value) {
    StringBuilder literal = new StringBuilder(64 * rows.size() + 2).append('{');
    for (T row : rows) {
      quote(value.apply(row), separate(literal));
    }
    return literal.append('}').toString();
  }

  private static StringBuilder separate(StringBuilder literal) {
    return literal.length() > 1 ? literal.append(',') : literal;
  }

  /**
   * A null among plain values needs nothing: it reads {@code null}, which is NULL in either case of
   * letters.
   */
  private static void quote(@Nullable String text, StringBuilder literal) {
    if (text == null) {
      literal.append("NULL");
      return;
    }
    literal.append('"');
    int done = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        literal.append(text, done, i).append('\\');
        done = i;
      }
    }
    literal.append(text, done, text.length()).append('"');
  }
}
