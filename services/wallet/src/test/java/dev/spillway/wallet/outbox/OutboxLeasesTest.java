package dev.spillway.wallet.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.wallet.StackResource;
import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxLeasesTest {
  private final OutboxSettings settings = OutboxSettings.quick();
  private OutboxDatabase database;
  private AgroalDataSource pool;
  private OutboxLeases a;
  private OutboxLeases b;

  @BeforeEach
  void open() throws SQLException {
    database = new OutboxDatabase(StackResource.stack());
    pool = database.pool();
    a = new OutboxLeases(pool, "a", settings);
    b = new OutboxLeases(pool, "b", settings);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void a_relay_alone_holds_every_partition() throws SQLException {
    a.keep();

    assertThat(a.held().keySet()).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void two_relays_hold_half_each_and_never_the_same() throws SQLException {
    a.keep();
    b.keep();
    assertThat(b.held()).isEmpty();
    a.keep();
    b.keep();

    assertThat(a.held()).hasSize(4);
    assertThat(b.held()).hasSize(4);
    Set<Integer> both = new HashSet<>(a.held().keySet());
    both.retainAll(b.held().keySet());
    assertThat(both).isEmpty();
  }

  @Test
  void leases_that_are_released_can_be_taken_at_once() throws SQLException {
    a.keep();
    a.release(true);
    b.keep();

    assertThat(a.held()).isEmpty();
    assertThat(b.held()).hasSize(8);
  }

  @Test
  void leases_of_a_relay_that_died_can_be_taken_when_they_expire() throws Exception {
    a.keep();
    b.keep();
    assertThat(b.held()).isEmpty();
    Thread.sleep(settings.lease().plusMillis(100));

    assertThat(a.held()).as("it stops believing in them by itself").isEmpty();
    b.keep();
    assertThat(b.held()).hasSize(8);
  }

  @Test
  void a_relay_that_falls_silent_is_noticed_once_and_one_that_leaves_not_at_all() throws Exception {
    OutboxLeases left = new OutboxLeases(pool, "left", settings);
    assertThat(left.keep()).isFalse();
    left.release(true);
    assertThat(a.keep()).isFalse();
    Thread.sleep(settings.lease().plusMillis(100));

    assertThat(b.keep()).as("a says nothing any more").isTrue();
    assertThat(b.keep()).isFalse();
    assertThat(a.keep()).as("a is back, and had not missed b").isFalse();
  }

  @Test
  void a_relay_that_leaves_something_undone_is_missed_though_its_leases_are_free_at_once()
      throws Exception {
    a.keep();
    a.release(false);
    b.keep();
    assertThat(b.held()).isNotEmpty();
    Thread.sleep(settings.lease().plusMillis(100));

    assertThat(b.keep()).isTrue();
  }

  @Test
  void a_token_grows_with_every_change_of_hands_and_only_then() throws SQLException {
    a.keep();
    a.keep();
    Map<Integer, Long> first = a.held();
    a.release(true);
    b.keep();

    assertThat(first).containsEntry(0, 1L);
    assertThat(b.held()).containsEntry(0, 2L);
  }

  @Test
  void nothing_is_deleted_under_a_lease_that_was_lost() throws SQLException {
    a.keep();
    Map<Integer, Long> tokens = a.held();
    try (Connection connection = database.connect()) {
      database.insert(connection, 3, 1, "line");
    }
    OutboxRows rows = new OutboxRows(pool, settings);
    List<OutboxRow> sent = rows.read(tokens.keySet());
    a.release(true);
    b.keep();

    assertThat(sent).hasSize(1);
    assertThat(rows.delete(sent, tokens)).isZero();
    assertThat(database.number("SELECT count(*) FROM outbox")).isEqualTo(1);
    assertThat(rows.delete(sent, b.held())).isEqualTo(1);
    assertThat(database.number("SELECT count(*) FROM outbox")).isZero();
  }

  @Test
  void rows_are_read_in_order_and_no_more_of_a_partition_than_is_allowed() throws SQLException {
    String kilobyte = "x".repeat(1_000);
    try (Connection connection = database.connect()) {
      for (int position = 20; position > 0; position--) {
        database.insert(connection, 0, position, "short");
        database.insert(connection, 1, position, kilobyte);
      }
    }

    List<OutboxRow> read = new OutboxRows(pool, settings).read(List.of(0, 1, 2));

    assertThat(read.stream().filter(row -> row.partition() == 0).map(OutboxRow::position))
        .as("by number")
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(read.stream().filter(row -> row.partition() == 1).map(OutboxRow::position))
        .as("by bytes, and the row that reaches them")
        .containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void the_backlog_is_counted_over_all_partitions() throws SQLException {
    OutboxRows rows = new OutboxRows(pool, settings);
    assertThat(rows.backlog(8)).isEqualTo(new OutboxRows.Backlog(0, 0));
    try (Connection connection = database.connect()) {
      database.insert(connection, 7, 40, "x");
      database.insert(connection, 2, 50, "x");
    }

    assertThat(rows.backlog(8)).isEqualTo(new OutboxRows.Backlog(2, 40));
  }
}
