package dev.spillway.wallet.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.wallet.StackResource;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is sent is what the database has. */
class ArrayParameterTest {
  private static Connection connection;

  @BeforeAll
  static void open() throws SQLException {
    connection = connect(ArrayParameter.BINARY_TYPES);
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
  }

  @Test
  void ids() throws SQLException {
    List<@Nullable UUID> ids =
        Arrays.asList(new UUID(0, 0), null, new UUID(-1, -1), UUID.randomUUID());
    assertThat(read(ArrayParameter.ids(ids, id -> id), "UUID", UUID.class, id -> id))
        .isEqualTo(ids);
  }

  @Test
  void texts_of_any_kind() throws SQLException {
    List<@Nullable String> texts =
        Arrays.asList("", null, "NULL", "{a,\"b\\\"}", "naïve €", "😀\n\t", "x".repeat(5_000));
    assertThat(read(ArrayParameter.texts(texts, text -> text), "TEXT", String.class, t -> t))
        .isEqualTo(texts);
  }

  @Test
  void quantities_of_every_length() throws SQLException {
    List<@Nullable BigInteger> quantities = new ArrayList<>();
    quantities.add(null);
    for (int digits = 0; digits <= 38; digits++) {
      BigInteger power = BigInteger.TEN.pow(digits);
      Stream.of(power, power.subtract(BigInteger.ONE), power.multiply(BigInteger.TWO))
          .forEach(
              quantity -> {
                quantities.add(quantity);
                quantities.add(quantity.negate());
              });
    }
    assertThat(
            read(
                ArrayParameter.quantities(quantities, q -> q),
                "NUMERIC",
                BigDecimal.class,
                BigDecimal::toBigIntegerExact))
        .isEqualTo(quantities);
  }

  @Test
  void longs_shorts_and_dates() throws SQLException {
    List<@Nullable Long> longs = Arrays.asList(0L, null, -1L, Long.MAX_VALUE, Long.MIN_VALUE);
    assertThat(read(ArrayParameter.longs(longs, n -> n), "BIGINT", Long.class, n -> n))
        .isEqualTo(longs);
    List<@Nullable Integer> shorts = Arrays.asList(0, 201, null, -1, 32_767, -32_768);
    assertThat(read(ArrayParameter.shorts(shorts, n -> n), "SMALLINT", Integer.class, n -> n))
        .isEqualTo(shorts);
    List<@Nullable LocalDate> dates =
        Arrays.asList(LocalDate.EPOCH, null, LocalDate.of(2000, 2, 29), LocalDate.of(9999, 12, 31));
    assertThat(read(ArrayParameter.dates(dates, d -> d), "DATE", Date.class, Date::toLocalDate))
        .isEqualTo(dates);
  }

  @Test
  void nothing() throws SQLException {
    List<UUID> none = Collections.emptyList();
    assertThat(read(ArrayParameter.ids(none, id -> id), "UUID", UUID.class, id -> id)).isEmpty();
  }

  @Test
  void a_connection_that_would_send_text_is_told_what_it_lacks() throws SQLException {
    try (Connection plain = connect("");
        PreparedStatement select = plain.prepareStatement("SELECT ?::UUID[]")) {
      assertThatThrownBy(
              () -> select.setObject(1, ArrayParameter.ids(List.of(UUID.randomUUID()), id -> id)))
          .hasMessageContaining("binaryTransferEnable=" + ArrayParameter.BINARY_TYPES);
    }
  }

  private static <V, J> List<@Nullable V> read(
      ArrayParameter parameter, String type, Class<J> java, Function<J, V> value)
      throws SQLException {
    List<@Nullable V> read = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement("SELECT unnest(?::%s[])".formatted(type))) {
      select.setObject(1, parameter);
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        @Nullable J element = rows.getObject(1, java);
        read.add(element == null ? null : value.apply(element));
      }
    }
    return read;
  }

  private static Connection connect(String binaryTypes) throws SQLException {
    Properties properties = new Properties();
    properties.put("user", StackResource.stack().jdbcUser());
    properties.put("password", StackResource.stack().jdbcPassword());
    properties.put("binaryTransferEnable", binaryTypes);
    return DriverManager.getConnection(StackResource.stack().jdbcUrl(), properties);
  }
}
