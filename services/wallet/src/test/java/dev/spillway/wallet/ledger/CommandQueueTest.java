package dev.spillway.wallet.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.Hash128;
import dev.spillway.model.Ids;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CommandQueueTest {
  private static final int MAX_BATCH = 500;
  private static final int CAPACITY = 1_000;

  private final CommandQueue queue =
      new CommandQueue(
          new LedgerSettings(
              1,
              MAX_BATCH,
              CAPACITY,
              CAPACITY,
              CAPACITY,
              Duration.ofSeconds(1),
              1,
              1,
              Duration.ofDays(1)));

  @Test
  void commands_of_a_lane_leave_in_the_order_they_came() throws InterruptedException {
    List<Pending> came = offer(Lane.CROWD, 10, 1);
    assertThat(queue.take()).isEqualTo(came);
  }

  @Test
  void a_full_lane_takes_nothing_and_the_other_lanes_still_do() {
    offer(Lane.CROWD, CAPACITY, 1);
    assertThat(queue.offer(pending(1), Lane.CROWD)).isFalse();
    offer(Lane.PROMISED, 2, 1);
    offer(Lane.CLAIMS, 3, 1);
    assertThat(queue.load().crowdQueued()).isEqualTo(CAPACITY);
    assertThat(queue.load().promisedQueued()).isEqualTo(2);
    assertThat(queue.load().claimsQueued()).isEqualTo(3);
    assertThat(queue.load().queued()).isEqualTo(CAPACITY + 5);
  }

  @Test
  void every_lane_has_its_share_of_every_batch_when_all_are_full() throws InterruptedException {
    List<Pending> crowd = offer(Lane.CROWD, CAPACITY, 1);
    List<Pending> promised = offer(Lane.PROMISED, CAPACITY, 1);
    List<Pending> claims = offer(Lane.CLAIMS, CAPACITY, 1);
    for (int taken = 0; taken < 3; taken++) {
      List<Pending> batch = queue.take();
      assertThat(batch).hasSize(MAX_BATCH);
      assertThat(ofLane(batch, crowd)).isEqualTo(part(crowd, taken, MAX_BATCH / 2));
      assertThat(ofLane(batch, promised)).isEqualTo(part(promised, taken, MAX_BATCH / 4));
      assertThat(ofLane(batch, claims)).isEqualTo(part(claims, taken, MAX_BATCH / 4));
    }
  }

  @Test
  void what_a_lane_leaves_of_its_share_is_the_others() throws InterruptedException {
    List<Pending> crowd = offer(Lane.CROWD, 10, 1);
    List<Pending> promised = offer(Lane.PROMISED, 20, 1);
    List<Pending> claims = offer(Lane.CLAIMS, CAPACITY, 1);
    List<Pending> batch = queue.take();
    assertThat(ofLane(batch, crowd)).isEqualTo(crowd);
    assertThat(ofLane(batch, promised)).isEqualTo(promised);
    assertThat(ofLane(batch, claims)).isEqualTo(claims.subList(0, MAX_BATCH - 30));
  }

  private static List<Pending> ofLane(List<Pending> batch, List<Pending> lane) {
    return batch.stream().filter(lane::contains).toList();
  }

  private static List<Pending> part(List<Pending> lane, int number, int size) {
    return lane.subList(number * size, (number + 1) * size);
  }

  @Test
  void a_lane_alone_fills_the_whole_batch() throws InterruptedException {
    List<Pending> promised = offer(Lane.PROMISED, CAPACITY, 1);
    assertThat(queue.take()).isEqualTo(promised.subList(0, MAX_BATCH));
    assertThat(queue.take()).isEqualTo(promised.subList(MAX_BATCH, CAPACITY));
  }

  @Test
  void a_batch_weighs_no_more_than_its_limit_and_the_next_command_stays_first()
      throws InterruptedException {
    List<Pending> heavy = offer(Lane.CROWD, 3, 200);
    assertThat(queue.take()).isEqualTo(heavy.subList(0, 2));
    assertThat(queue.take()).isEqualTo(heavy.subList(2, 3));
    assertThat(queue.load().queued()).isZero();
  }

  @Test
  void a_command_as_heavy_as_a_batch_is_not_stuck_behind_lanes_that_are_never_empty()
      throws InterruptedException {
    for (Lane lane : Lane.values()) {
      Pending heaviest = offer(lane, 1, MAX_BATCH).getFirst();
      boolean taken = false;
      for (int batches = 0; batches < Lane.values().length && !taken; batches++) {
        for (Lane other : Lane.values()) {
          if (other != lane) {
            offer(other, 1, 1);
          }
        }
        taken = queue.take().contains(heaviest);
      }
      assertThat(taken).as(lane.name()).isTrue();
      while (queue.load().queued() > 0) {
        var unused = queue.take();
      }
    }
  }

  @Test
  void a_command_whose_account_is_with_another_writer_is_passed_over_until_it_is_released()
      throws InterruptedException {
    Pending first = offered(1, 2);
    List<Pending> withFirst = queue.take();
    Pending same = offered(2, 3);
    Pending behindIt = offered(3, 4);
    Pending free = offered(5, 6);
    assertThat(withFirst).containsExactly(first);
    assertThat(queue.take()).containsExactly(free);
    queue.release(withFirst);
    assertThat(queue.take()).containsExactly(same, behindIt);
  }

  @Test
  void a_writer_that_found_nothing_to_take_is_woken_by_the_release() throws Exception {
    var unused = offered(1, 2);
    List<Pending> batch = queue.take();
    Pending next = offered(1, 3);
    var other = asleep(queue::take);
    queue.release(batch);
    assertThat(other.get(10, TimeUnit.SECONDS)).containsExactly(next);
  }

  @Test
  void a_writer_that_found_only_what_another_has_takes_what_is_free_without_that_ones_release()
      throws Exception {
    offer(Lane.CROWD, 9, 1);
    var unused = offered(1, 2);
    assertThat(queue.take()).hasSize(10);
    unused = offered(2, 3);
    var other = asleep(queue::take);
    Pending free = pending(1);
    assertThat(queue.offer(free, Lane.CROWD)).isTrue();
    assertThat(other.get(10, TimeUnit.SECONDS)).containsExactly(free);
  }

  @Test
  void a_writer_that_slept_when_another_got_stuck_takes_what_is_free_too() throws Exception {
    offer(Lane.CROWD, 9, 1);
    var unused = offered(1, 2);
    assertThat(queue.take()).hasSize(10);
    var other = asleep(queue::take);
    unused = offered(2, 3);
    Pending free = pending(1);
    assertThat(queue.offer(free, Lane.CROWD)).isTrue();
    assertThat(other.get(10, TimeUnit.SECONDS)).containsExactly(free);
  }

  @Test
  void a_writer_waits_for_company_beside_one_at_work_but_not_beside_one_that_commits()
      throws Exception {
    offer(Lane.CROWD, 10, 1);
    List<Pending> batch = queue.take();
    Pending lonely = patient(pending(1));
    assertThat(queue.offer(lonely, Lane.CROWD)).isTrue();
    var other = asleep(queue::take);
    queue.committing(batch);
    assertThat(other.get(10, TimeUnit.SECONDS)).containsExactly(lonely);
    queue.release(batch);
    queue.release(List.of(lonely));
    assertThat(queue.offer(pending(1), Lane.CROWD)).isTrue();
    assertThat(queue.take()).hasSize(1);
  }

  /** Another thread in the queue, which sleeps there when this returns. */
  private static <T> CompletableFuture<T> asleep(Callable<T> wait) throws InterruptedException {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    result.complete(wait.call());
                  } catch (Exception e) {
                    result.completeExceptionally(e);
                  }
                });
    // One that never sleeps fails the test by its time.
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(result).as("a thread that should wait").isNotDone();
      Thread.sleep(1);
    }
    return result;
  }

  /** As if it came an hour from now: its patience does not run out during a test. */
  private static Pending patient(Pending pending) {
    return new Pending(
        pending.command(),
        pending.touches(),
        System.nanoTime() + Duration.ofHours(1).toNanos(),
        0,
        pending.result());
  }

  @Test
  void a_closed_queue_takes_nothing_more_and_gives_out_what_it_has() throws InterruptedException {
    List<Pending> before = offer(Lane.CROWD, 2, 1);
    queue.close();
    assertThat(queue.offer(pending(1), Lane.CROWD)).isFalse();
    assertThat(queue.take()).isEqualTo(before);
    assertThat(queue.take()).isEmpty();
  }

  @Test
  void whoever_waits_for_work_goes_on_when_the_queue_closes() throws Exception {
    var worker = asleep(queue::take);
    queue.close();
    assertThat(worker.get(10, TimeUnit.SECONDS)).isEmpty();
  }

  @Test
  void a_writer_that_sleeps_is_woken_by_the_first_command() throws Exception {
    var writer = asleep(queue::take);
    Pending first = offer(Lane.CROWD, 1, 1).getFirst();
    assertThat(writer.get(10, TimeUnit.SECONDS)).containsExactly(first);
  }

  @Test
  void half_of_what_the_other_works_on_is_company_enough() throws InterruptedException {
    offer(Lane.CROWD, 10, 1);
    assertThat(queue.take()).hasSize(10);
    List<Pending> half = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      half.add(patient(pending(1)));
      assertThat(queue.offer(half.getLast(), Lane.CLAIMS)).isTrue();
    }
    assertThat(queue.take()).isEqualTo(half);
  }

  @Test
  void what_lanes_take_beyond_their_shares_does_not_make_a_batch_too_heavy()
      throws InterruptedException {
    offer(Lane.CROWD, 400, 1);
    offer(Lane.PROMISED, 400, 1);
    assertThat(queue.take()).hasSize(MAX_BATCH);
    assertThat(queue.take()).hasSize(300);
  }

  @Test
  void what_was_taken_is_what_it_drains() throws InterruptedException {
    offer(Lane.CROWD, 100, 1);
    Thread.sleep(20); // A rate over less than a hundredth of a second is none.
    var unused = queue.take();
    assertThat(queue.load().drainPerSecond()).isPositive();
  }

  @Test
  void a_command_is_late_when_its_deadline_has_passed() {
    Pending pending = pending(1);
    Pending due = new Pending(pending.command(), pending.touches(), 0, 1_000, pending.result());
    assertThat(due.isLate(999)).isFalse();
    assertThat(due.isLate(1_001)).isTrue();
  }

  @Test
  void many_threads_lose_nothing_and_take_nothing_twice() throws Exception {
    List<Pending> taken = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<Void>> workers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      workers.add(
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (List<Pending> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
                    taken.addAll(batch);
                    queue.release(batch);
                  }
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              },
              task -> Thread.ofPlatform().start(task)));
    }
    List<Pending> given = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      Pending pending = pending(1);
      Lane lane = i % 3 == 0 ? Lane.PROMISED : Lane.CROWD;
      while (!queue.offer(pending, lane)) {
        Thread.yield();
      }
      given.add(pending);
    }
    queue.close();
    CompletableFuture.allOf(workers.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
    assertThat(taken).hasSameSizeAs(given).containsAll(given);
  }

  private List<Pending> offer(Lane lane, int count, int weight) {
    List<Pending> offered = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Pending pending = pending(weight);
      assertThat(queue.offer(pending, lane)).isTrue();
      offered.add(pending);
    }
    return offered;
  }

  /** A transfer between two numbered wallets, in the queue. */
  private Pending offered(int from, int to) {
    Pending pending = pending(1, wallet(from), wallet(to));
    assertThat(queue.offer(pending, Lane.CROWD)).isTrue();
    return pending;
  }

  private static WalletId wallet(int number) {
    return new WalletId(Hash128.of("wallet", "" + number));
  }

  private static Pending pending(int weight) {
    return pending(weight, new WalletId(Ids.next()), new WalletId(Ids.next()));
  }

  private static Pending pending(int weight, WalletId from, WalletId to) {
    UUID id = Ids.next();
    var order =
        new Command.TransferOrder(
            new TransferId(id),
            from,
            to,
            new Asset("CAD", 2, "Canadian dollar"),
            new Amount(BigInteger.ONE),
            null,
            Map.of());
    var command =
        new Command.TransferBatch(
            id,
            false,
            Collections.nCopies(weight, order),
            new Command.Caller("owner", false),
            new Command.Idempotency(Hash128.of("" + id), id, _ -> new Answer(201, null, "")),
            null);
    return Pending.of(command, 0, 0);
  }
}
