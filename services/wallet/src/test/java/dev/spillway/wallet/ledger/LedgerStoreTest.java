package dev.spillway.wallet.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.model.AccountId;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.Ids;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration.TransactionIsolation;
import java.io.IOException;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database refuses books that do not balance, whoever hands them to it. */
class LedgerStoreTest {
  private static final Asset CAD = new Asset("CAD", 2, "Canadian dollar");
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final WalletId ALICE = new WalletId(Ids.next());
  private static final WalletId BOB = new WalletId(Ids.next());
  private static LedgerDatabase database;

  private AgroalDataSource pool;

  @BeforeAll
  static void start() throws IOException {
    database = new LedgerDatabase();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void twoWalletsOfWhichOneHasTen() throws SQLException {
    database.fresh();
    pool = database.pool(1, TransactionIsolation.READ_COMMITTED);
    try (LedgerStore.Transaction transaction = new LedgerStore(pool).begin()) {
      transaction.write(
          new Rows(
              Ids.next(),
              NOON,
              List.of(wallet(ALICE, "alice"), wallet(BOB, "b\"ob\\, {}")),
              List.of(
                  new Rows.NewAccount(AccountId.outside(CAD, 0), null, CAD, null),
                  new Rows.NewAccount(AccountId.of(ALICE, CAD), ALICE, CAD, BigInteger.ZERO),
                  new Rows.NewAccount(AccountId.of(BOB, CAD), BOB, CAD, BigInteger.ZERO)),
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              List.of()));
      transaction.commit();
    }
    UUID id = Ids.next();
    write(
        id,
        entry(AccountId.outside(CAD, 0), 1, id, -10, -10),
        entry(AccountId.of(ALICE, CAD), 1, id, 10, 10));
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void books_that_balance_are_taken() throws SQLException {
    UUID id = Ids.next();
    write(
        id,
        entry(AccountId.of(ALICE, CAD), 2, id, -10, 0),
        entry(AccountId.of(BOB, CAD), 1, id, 10, 10));
    assertThat(database.violations()).isZero();
    assertThat(database.count("SELECT balance FROM account WHERE wallet_id = '" + BOB + "'"))
        .isEqualTo(10);
  }

  @Test
  void a_text_of_any_shape_comes_back_as_it_went() throws SQLException {
    assertThat(database.count("SELECT count(*) FROM wallet WHERE owner_id = 'b\"ob\\, {}'"))
        .isEqualTo(1);
  }

  @Test
  void entries_that_do_not_sum_to_zero_are_refused() {
    UUID id = Ids.next();
    assertRefused(
        "entries_of_a_transfer_sum_to_zero",
        id,
        entry(AccountId.of(ALICE, CAD), 2, id, -10, 0),
        entry(AccountId.of(BOB, CAD), 1, id, 9, 9));
  }

  @Test
  void entries_of_another_amount_than_the_transfers_are_refused() {
    UUID id = Ids.next();
    assertRefused(
        "entries_of_a_transfer_sum_to_zero",
        id,
        entry(AccountId.of(ALICE, CAD), 2, id, -9, 1),
        entry(AccountId.of(BOB, CAD), 1, id, 9, 9));
  }

  @Test
  void a_transfer_without_its_second_entry_is_refused() {
    UUID id = Ids.next();
    assertRefused("violates check constraint", id, entry(AccountId.of(BOB, CAD), 1, id, 10, 10));
  }

  @Test
  void an_entry_of_no_transfer_is_refused() {
    UUID id = Ids.next();
    assertRefused(
        "entries_belong_to_a_transfer_of_the_batch",
        id,
        entry(AccountId.of(ALICE, CAD), 2, id, -10, 0),
        entry(AccountId.of(BOB, CAD), 1, id, 10, 10),
        entry(AccountId.of(BOB, CAD), 2, Ids.next(), 1, 11));
  }

  @Test
  void a_balance_that_is_not_the_sum_of_its_entries_is_refused() {
    UUID id = Ids.next();
    assertRefused(
        "balance_is_the_sum_of_its_entries",
        id,
        entry(AccountId.of(ALICE, CAD), 2, id, -10, 0),
        entry(AccountId.of(BOB, CAD), 1, id, 10, 11));
  }

  @Test
  void a_gap_in_an_accounts_numbers_is_refused() {
    UUID id = Ids.next();
    assertRefused(
        "balance_is_the_sum_of_its_entries",
        id,
        entry(AccountId.of(ALICE, CAD), 3, id, -10, 0),
        entry(AccountId.of(BOB, CAD), 1, id, 10, 10));
  }

  @Test
  void an_entry_of_no_account_is_refused() {
    UUID id = Ids.next();
    assertRefused(
        "balance_is_the_sum_of_its_entries",
        id,
        entry(AccountId.of(ALICE, CAD), 2, id, -10, 0),
        entry(new AccountId(Ids.next()), 1, id, 10, 10));
  }

  @Test
  void a_balance_below_the_floor_is_refused() {
    UUID id = Ids.next();
    assertRefused(
        "account_stays_above_its_floor",
        id,
        entry(AccountId.of(BOB, CAD), 1, id, -10, -10),
        entry(AccountId.of(ALICE, CAD), 2, id, 10, 20));
  }

  @Test
  void a_second_decision_about_a_claim_or_one_that_is_neither_is_refused() throws SQLException {
    String decide =
        "INSERT INTO claim_decision VALUES ('%s', 'alice', '%s', %s, now())"
            .formatted(ALICE, BOB, "%s");
    execute(decide.formatted("'" + ALICE + "', NULL"));
    assertThatThrownBy(() -> execute(decide.formatted("NULL, 'not-found'")))
        .hasMessageContaining("claim_decision_pkey");
    for (String neither : List.of("NULL, NULL", "'" + BOB + "', 'not-found'")) {
      assertThatThrownBy(() -> execute(decide.formatted(neither)))
          .hasMessageContaining("a_claim_is_credited_or_rejected");
    }
  }

  @Test
  void an_order_that_is_neither_posted_nor_rejected_is_refused() {
    String decide = "INSERT INTO treasury_order VALUES (gen_random_uuid(), '%s', %s, now())";
    for (String neither : List.of("'fund', NULL, NULL, NULL", "'fund', 'CAD', 1, 'not-found'")) {
      assertThatThrownBy(() -> execute(decide.formatted(ALICE, neither)))
          .hasMessageContaining("an_order_is_posted_or_rejected");
    }
    assertThatThrownBy(() -> execute(decide.formatted(ALICE, "'fund', NULL, 1, NULL")))
        .hasMessageContaining("an_amount_is_of_an_asset");
    assertThatThrownBy(() -> execute(decide.formatted(ALICE, "'spend', 'CAD', 1, NULL")))
        .hasMessageContaining("violates check constraint");
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void assertRefused(String constraint, UUID transfer, Rows.Entry... entries) {
    assertThatThrownBy(() -> write(transfer, entries))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(constraint)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("23514");
  }

  /** Writes a transfer of ten with the given entries. */
  private void write(UUID transfer, Rows.Entry... entries) throws SQLException {
    var posted =
        new PostedTransfer(
            new TransferId(transfer),
            TransferKind.TRANSFER,
            ALICE,
            BOB,
            CAD,
            new Amount(BigInteger.TEN),
            "say \"hi\" \\ {1,NULL}",
            Map.of("key", "a \"quoted\" \\ value"),
            NOON);
    try (LedgerStore.Transaction transaction = new LedgerStore(pool).begin()) {
      transaction.write(
          new Rows(
              Ids.next(),
              NOON,
              List.of(),
              List.of(),
              List.of(posted),
              List.of(entries),
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              List.of()));
      transaction.commit();
    }
  }

  private static Rows.Entry entry(
      AccountId account, long seq, UUID transfer, long amount, long balance) {
    return new Rows.Entry(
        account, seq, transfer, BigInteger.valueOf(amount), BigInteger.valueOf(balance));
  }

  private static Wallet wallet(WalletId id, String owner) {
    return new Wallet(id, owner, null, Wallet.Status.ACTIVE, NOON);
  }
}
