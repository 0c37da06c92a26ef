package dev.spillway.wallet.outbox;

import dev.spillway.edge.thread.BatchThread;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Publishes the partitions that it holds a lease of, on one thread: read, send, wait for the
 * acknowledgements, delete, again. A failure anywhere changes nothing but that the rows are read
 * again; so an event is published at least once, and more than once only then.
 */
public final class OutboxRelay {
  private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

  /** What a lease must outlast a delivery by: the time to notice that it has failed. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final OutboxConfig config;
  private final OutboxRows rows;
  private final OutboxLeases leases;
  private final EventPublisher publisher;
  private final OutboxMetrics metrics;
  private final Runnable podLost;
  private final BooleanSupplier mayLeaveQuietly;
  private final Duration leaseNeeded;
  private final Semaphore nudges = new Semaphore(0);
  private final Thread thread;
  private volatile boolean stopping;
  private volatile long stopByNanos;
  private long nextHeartbeatNanos = System.nanoTime();

  /**
   * @param podLost run when another relay falls silent; must not wait for anything
   * @param mayLeaveQuietly whether the others need not notice that this pod has ended
   */
  OutboxRelay(
      OutboxConfig config,
      OutboxRows rows,
      OutboxLeases leases,
      EventPublisher publisher,
      OutboxMetrics metrics,
      Runnable podLost,
      BooleanSupplier mayLeaveQuietly) {
    this.config = config;
    this.rows = rows;
    this.leases = leases;
    this.publisher = publisher;
    this.metrics = metrics;
    this.podLost = podLost;
    this.mayLeaveQuietly = mayLeaveQuietly;
    this.leaseNeeded = config.deliveryTimeout().plus(MARGIN);
    if (config.lease().minus(config.heartbeat()).compareTo(leaseNeeded) <= 0) {
      throw new IllegalArgumentException(
          "spillway.outbox.lease must exceed heartbeat + delivery-timeout by more than " + MARGIN);
    }
    this.thread = BatchThread.unstarted("outbox-relay", this::run);
  }

  void start() {
    thread.start();
  }

  /** Says that there may be rows to send; cheap, from any thread. */
  public void nudge() {
    if (nudges.availablePermits() == 0) {
      nudges.release();
    }
  }

  /**
   * Sends what is there, at most for the time given, then lets the leases go. Returns when nothing
   * is in flight any more.
   */
  void stop(Duration patience) throws InterruptedException {
    stopByNanos = System.nanoTime() + patience.toNanos();
    stopping = true;
    nudge();
    thread.join(patience.plus(config.deliveryTimeout()));
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    boolean emptied = false;
    while (!stopping || (!emptied && System.nanoTime() - stopByNanos < 0)) {
      // Only a round that began after the order to stop has seen all that was there at the order.
      boolean sawAll = stopping;
      try {
        heartbeatWhenDue();
        Round round = publishOnce();
        emptied = sawAll && round == Round.NOTHING;
        pause = FIRST_PAUSE;
        if (!stopping) {
          rest(round);
        }
      } catch (SQLException | PublicationFailedException | RuntimeException e) {
        metrics.failed();
        LOG.warnf("outbox_round_failed pauseMillis=%d reason=%s", pause.toMillis(), e);
        emptied = sawAll; // A relay that is told to stop leaves what it cannot send to the others.
        if (!stopping) {
          sleep(pause.multipliedBy(50 + ThreadLocalRandom.current().nextInt(51)).dividedBy(100));
        }
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
      }
    }
    publisher.close();
    try {
      leases.release(mayLeaveQuietly.getAsBoolean());
    } catch (SQLException | RuntimeException e) {
      LOG.warnf("outbox_leases_left_to_expire reason=%s", e);
    }
  }

  private enum Round {
    NOTHING,
    SOME,
    /** As many rows as one round takes: there are likely to be more. */
    FULL
  }

  private void heartbeatWhenDue() throws SQLException {
    long now = System.nanoTime();
    if (now - nextHeartbeatNanos < 0 && leases.remaining().compareTo(leaseNeeded) > 0) {
      return;
    }
    if (leases.keep()) {
      LOG.warn("pod_lost");
      podLost.run();
    }
    nextHeartbeatNanos = now + config.heartbeat().toNanos();
    metrics.partitionsHeld(leases.held().size());
    metrics.backlog(rows.backlog(config.partitions()));
  }

  private Round publishOnce() throws SQLException, PublicationFailedException {
    Map<Integer, Long> tokens = leases.held();
    if (tokens.isEmpty()) {
      return Round.NOTHING;
    }
    List<OutboxRow> next = rows.read(tokens.keySet());
    if (next.isEmpty()) {
      return Round.NOTHING;
    }
    EventPublisher.Sent sent =
        publisher.publish(next, () -> leases.remaining().compareTo(leaseNeeded) > 0);
    if (!sent.rows().isEmpty() && rows.delete(sent.rows(), tokens) < sent.rows().size()) {
      LOG.warnf("outbox_lease_lost partitions=%s", tokens.keySet());
      nextHeartbeatNanos = System.nanoTime();
    }
    metrics.published(sent.events());
    return next.size() >= config.rowsPerPartition() ? Round.FULL : Round.SOME;
  }

  private void rest(Round round) {
    switch (round) {
      case NOTHING -> await(config.poll());
      case SOME -> sleep(config.pace());
      case FULL -> {}
    }
  }

  private void await(Duration longest) {
    try {
      if (nudges.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
        nudges.drainPermits();
      }
    } catch (InterruptedException e) {
      stopping = true;
    }
  }

  private void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      stopping = true;
    }
  }
}
