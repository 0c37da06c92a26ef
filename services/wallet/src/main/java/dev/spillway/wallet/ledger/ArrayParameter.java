package dev.spillway.wallet.ledger;

import java.io.Serial;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ByteConverter;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/**
 * An array parameter in PostgreSQL's binary form (array_recv in its arrayfuncs.c), which
 * CockroachDB reads too: dimensions, whether there is a null, the element's type; length and lower
 * bound; then each element's length and bytes, -1 for a null. The driver has it for some types
 * only, and reading the text form of the others took a tenth of all that a batch costs.
 *
 * @see GroupCommitLedger#DRIVER_PROPERTIES
 */
final class ArrayParameter extends PGobject implements PGBinaryObject {
  /** uuid[], numeric[] and date[]: those that the driver sends as text unless it is told. */
  static final String BINARY_TYPES = "2951,1231,1182";

  @Serial private static final long serialVersionUID = 1L;
  private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);
  private static final int HEADER_BYTES = 20;

  private final byte[] encoded;

  private ArrayParameter(String type, byte[] encoded) {
    this.encoded = encoded;
    setType(type);
  }

  static <T> ArrayParameter ids(Collection<T> rows, Function<? super T, @Nullable UUID> value) {
    return of(
        "_uuid",
        2950,
        rows,
        value,
        (id, bytes) -> {
          bytes.int8(id.getMostSignificantBits());
          bytes.int8(id.getLeastSignificantBits());
        });
  }

  static <T> ArrayParameter texts(Collection<T> rows, Function<? super T, @Nullable String> value) {
    return of(
        "_text",
        25,
        rows,
        value,
        (text, bytes) -> bytes.add(text.getBytes(StandardCharsets.UTF_8)));
  }

  static <T> ArrayParameter quantities(
      Collection<T> rows, Function<? super T, @Nullable BigInteger> value) {
    return of(
        "_numeric",
        1700,
        rows,
        value,
        (number, bytes) -> bytes.add(ByteConverter.numeric(new BigDecimal(number))));
  }

  static <T> ArrayParameter longs(Collection<T> rows, Function<? super T, @Nullable Long> value) {
    return of("_int8", 20, rows, value, (number, bytes) -> bytes.int8(number));
  }

  static <T> ArrayParameter shorts(
      Collection<T> rows, Function<? super T, @Nullable Integer> value) {
    return of("_int2", 21, rows, value, (number, bytes) -> bytes.int2(number));
  }

  static <T> ArrayParameter dates(
      Collection<T> rows, Function<? super T, @Nullable LocalDate> value) {
    return of(
        "_date",
        1082,
        rows,
        value,
        (date, bytes) -> bytes.int4((int) (date.toEpochDay() - EPOCH.toEpochDay())));
  }

  private static <T, V> ArrayParameter of(
      String type,
      int elementType,
      Collection<T> rows,
      Function<? super T, ? extends @Nullable V> value,
      BiConsumer<V, Bytes> writer) {
    Bytes elements = new Bytes(HEADER_BYTES + 32 * rows.size());
    elements.skip(HEADER_BYTES);
    boolean hasNull = false;
    for (T row : rows) {
      @Nullable V element = value.apply(row);
      if (element == null) {
        hasNull = true;
        elements.int4(-1);
      } else {
        int length = elements.skip(Integer.BYTES);
        writer.accept(element, elements);
        elements.measure(length);
      }
    }
    return new ArrayParameter(type, elements.finished(elementType, rows.size(), hasNull));
  }

  @Override
  public int lengthInBytes() {
    return encoded.length;
  }

  @Override
  public void toBytes(byte[] bytes, int offset) {
    System.arraycopy(encoded, 0, bytes, offset, encoded.length);
  }

  /** Asked for when the connection would send text. */
  @Override
  public String getValue() {
    throw new IllegalStateException("the connection needs binaryTransferEnable=" + BINARY_TYPES);
  }

  @Override
  public void setByteValue(byte[] value, int offset) {
    throw new UnsupportedOperationException("only ever sent");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ArrayParameter that
        && getType().equals(that.getType())
        && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  /** Bytes in network order, as many as come. */
  private static final class Bytes {
    private byte[] array;
    private int length;

    Bytes(int expected) {
      array = new byte[expected];
    }

    /** Writes at a place that was left for it how much has been written since. */
    void measure(int at) {
      ByteConverter.int4(array, at, length - at - Integer.BYTES);
    }

    void add(byte[] bytes) {
      int at = skip(bytes.length);
      System.arraycopy(bytes, 0, array, at, bytes.length);
    }

    void int2(int value) {
      int at = skip(2);
      ByteConverter.int2(array, at, value);
    }

    void int4(int value) {
      int at = skip(4);
      ByteConverter.int4(array, at, value);
    }

    void int8(long value) {
      int at = skip(8);
      ByteConverter.int8(array, at, value);
    }

    /** Makes room and returns where it begins. */
    int skip(int bytes) {
      int at = length;
      length += bytes;
      if (length > array.length) {
        array = Arrays.copyOf(array, Math.max(length, 2 * array.length));
      }
      return at;
    }

    /** Writes the header; an array without elements has no dimension. */
    byte[] finished(int elementType, int elements, boolean hasNull) {
      ByteConverter.int4(array, 0, elements == 0 ? 0 : 1);
      ByteConverter.int4(array, 4, hasNull ? 1 : 0);
      ByteConverter.int4(array, 8, elementType);
      if (elements == 0) {
        return Arrays.copyOf(array, 12);
      }
      ByteConverter.int4(array, 12, elements);
      ByteConverter.int4(array, 16, 1);
      return Arrays.copyOf(array, length);
    }
  }
}
