package dev.spillway.wallet.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.model.WalletId;
import dev.spillway.wallet.Bank;
import dev.spillway.wallet.Client;
import dev.spillway.wallet.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class ExpiredAnswersTest {
  private static final String TODAY = "(now() AT TIME ZONE 'UTC')::DATE";

  @TestHTTPResource("/")
  URI base;

  @Inject Bank bank;
  @Inject ExpiredAnswers answers;

  @Test
  void answers_past_their_time_are_forgotten_and_no_others() throws Exception {
    UUID batch = UUID.randomUUID();
    keep(batch, 1_200, TODAY + " - 1");
    keep(batch, 7, TODAY);
    keep(batch, 8, TODAY + " + 6");

    answers.forgetAll();

    assertThat(kept(batch)).isEqualTo(15);
  }

  @Test
  void a_key_is_kept_for_seven_days_and_then_means_another_transfer() throws Exception {
    Client payer = Client.someone(base);
    UUID from = UUID.fromString(payer.wallet());
    String to = Client.someone(base).wallet();
    bank.deposit(new WalletId(from), "10", "USDT");
    String key = Client.newKey();
    String order = Client.order(from.toString(), to, "USDT", "1").toString();
    String first = payer.post("/v1/transfers", key, order).json().path("id").asText();

    // Seven days later it is the last of its days, and a day after that it is over.
    assertThat(age(first, 7)).isEqualTo(1);
    answers.forgetAll();
    assertThat(payer.post("/v1/transfers", key, order).json().path("id").asText()).isEqualTo(first);
    assertThat(age(first, 1)).isEqualTo(1);
    answers.forgetAll();
    assertThat(payer.post("/v1/transfers", key, order).json().path("id").asText())
        .isNotEqualTo(first);
  }

  private static void keep(UUID batch, int rows, String expiresOn) throws SQLException {
    execute(
        """
        INSERT INTO idempotency (key, request, command_id, status, body, expires_on)
        SELECT gen_random_uuid(), gen_random_uuid(), '%s', 201, '', %s FROM generate_series(1, %d)
        """
            .formatted(batch, expiresOn, rows));
  }

  private static long kept(UUID batch) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM idempotency WHERE command_id = '" + batch + "'")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Makes a transfer's answer some days older; returns how many rows that were. */
  private static long age(String transfer, int days) throws SQLException {
    return execute(
        "UPDATE idempotency SET expires_on = expires_on - %d WHERE command_id = '%s'"
            .formatted(days, transfer));
  }

  private static long execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  private static Connection connect() throws SQLException {
    var stack = StackResource.stack();
    return DriverManager.getConnection(stack.jdbcUrl(), stack.jdbcUser(), stack.jdbcPassword());
  }
}
