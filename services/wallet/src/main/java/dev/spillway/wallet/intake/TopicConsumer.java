package dev.spillway.wallet.intake;

import dev.spillway.edge.thread.BatchThread;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes in one topic: polls a batch, hands it to the ledger, waits for its commit, commits the
 * offsets, again; on one thread. While it waits it holds no more than that batch, keeps all
 * partitions paused and keeps polling, so that the group sees it alive however long the ledger
 * takes.
 *
 * <p>Offsets are committed after the ledger, so a crash between the two brings records a second
 * time; the ledger knows them by their keys.
 */
final class TopicConsumer {
  private static final Logger LOG = Logger.getLogger(TopicConsumer.class);

  private static final Duration POLL = Duration.ofMillis(500);

  /** How long the thread waits for the ledger before it shows itself to the group again. */
  private static final Duration STAY = Duration.ofMillis(20);

  /**
   * From one batch to the next. A batch costs a transaction, an offset commit and a fetch, however
   * small it is, and in a crowd records come one by one; who comes alone does not wait.
   */
  private static final Duration PACE = Duration.ofMillis(25);

  private static final Duration COMMIT = Duration.ofSeconds(5);
  private static final Duration RESTART_PAUSE = Duration.ofSeconds(1);

  /** Closing waits for the group to hear of it. */
  private static final Duration LEAVE = Duration.ofSeconds(2);

  private final String topic;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Destinations destinations;
  private final IntakeMetrics metrics;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile long stopByNanos;

  TopicConsumer(
      String topic,
      Supplier<Consumer<byte[], byte[]>> consumers,
      Destinations destinations,
      IntakeMetrics metrics) {
    this.topic = topic;
    this.consumers = consumers;
    this.destinations = destinations;
    this.metrics = metrics;
    this.thread = BatchThread.unstarted("consumer-" + topic, this::run);
  }

  void start() {
    thread.start();
  }

  /** Polls no further; what is in hand may be settled and committed within the time given. */
  void stop(Duration patience) {
    stopByNanos = System.nanoTime() + patience.toNanos();
    stopping = true;
  }

  /**
   * Returns when the batch in hand is settled and committed, or when it was not in time; it then
   * comes again, to another pod or to this one.
   */
  void awaitEnd() throws InterruptedException {
    Duration patience = Duration.ofNanos(Math.max(0, stopByNanos - System.nanoTime()));
    thread.join(patience.plus(POLL).plus(COMMIT).plus(LEAVE));
  }

  private void run() {
    while (!stopping) {
      try {
        Session session = new Session(consumers.get());
        session.run();
      } catch (RuntimeException e) {
        LOG.warnf(e, "consumer_restarts topic=%s", topic);
        if (!stopping) {
          sleep();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void sleep() {
    try {
      Thread.sleep(RESTART_PAUSE);
    } catch (InterruptedException e) {
      stopping = true;
    }
  }

  /** One membership of the group. */
  private final class Session implements ConsumerRebalanceListener {
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();
    private @Nullable PolledBatch inHand;

    Session(Consumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    void run() throws InterruptedException {
      try {
        consumer.subscribe(List.of(topic), this);
        while (!stopping) {
          ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
          measureLag();
          if (polled.isEmpty()) {
            commit();
          } else {
            long began = System.nanoTime();
            settle(polled);
            commit();
            keepPace(began);
          }
        }
      } finally {
        consumer.close(CloseOptions.timeout(LEAVE));
      }
    }

    private static void keepPace(long beganNanos) throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep(PACE.toNanos() - (System.nanoTime() - beganNanos));
    }

    private void settle(ConsumerRecords<byte[], byte[]> polled) throws InterruptedException {
      PolledBatch batch = new PolledBatch(polled, destinations);
      inHand = batch;
      metrics.batchBegan();
      consumer.pause(consumer.assignment());
      batch.advance();
      while (!batch.isSettled() && mayWait()) {
        batch.await(STAY);
        batch.advance();
        if (!batch.isSettled()) {
          showAlive();
        }
      }
      uncommitted.putAll(batch.settledOffsets());
      inHand = null;
      metrics.batchEnded();
      consumer.resume(consumer.assignment());
    }

    /** Everything is paused, so this brings no records; it joins rebalances and beats the heart. */
    private void showAlive() {
      ConsumerRecords<byte[], byte[]> none = consumer.poll(Duration.ZERO);
      if (!none.isEmpty()) {
        throw new IllegalStateException("a paused partition has brought records");
      }
    }

    private boolean mayWait() {
      return !stopping || System.nanoTime() - stopByNanos < 0;
    }

    /** What cannot be committed now goes with the next attempt; offsets only ever grow. */
    private void commit() {
      if (uncommitted.isEmpty()) {
        return;
      }
      try {
        consumer.commitSync(uncommitted, COMMIT);
        uncommitted.clear();
      } catch (KafkaException e) {
        LOG.warnf("offsets_not_committed topic=%s reason=%s", topic, e);
      }
    }

    private void measureLag() {
      metrics.lag(
          consumer.assignment().stream().mapToLong(p -> consumer.currentLag(p).orElse(0)).sum());
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      if (inHand != null) {
        consumer.pause(partitions);
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (inHand != null) {
        inHand.advance();
        uncommitted.putAll(inHand.settledOffsets());
      }
      commit();
      onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      if (inHand != null) {
        inHand.forget(partitions);
      }
      uncommitted.keySet().removeAll(partitions);
    }
  }
}
