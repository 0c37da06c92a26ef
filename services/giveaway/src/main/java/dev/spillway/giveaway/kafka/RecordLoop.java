package dev.spillway.giveaway.kafka;

import dev.spillway.edge.thread.BatchThread;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * Polls a batch, hands it over, commits its offsets, again; on one thread. A batch that fails is
 * handed over again, from its first record, until it is taken: whoever takes it must be able to
 * live with a record that comes twice.
 */
public final class RecordLoop {
  private static final Logger LOG = Logger.getLogger(RecordLoop.class);

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration COMMIT = Duration.ofSeconds(5);
  private static final Duration LEAVE = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /**
   * From one batch to the next. A batch costs a transaction, an offset commit and a fetch, however
   * small it is, and in a crowd records come one by one; who comes alone does not wait.
   */
  private static final Duration PACE = Duration.ofMillis(50);

  /** How soon a killed pod's partitions go to another. */
  private static final Duration SESSION = Duration.ofSeconds(10);

  /** How soon a topic or a partition that is new is seen. */
  private static final Duration METADATA = Duration.ofSeconds(5);

  /** The bound of what is fetched and not yet polled. */
  private static final int FETCH_BYTES = 8 * 1024 * 1024;

  private final String group;
  private final List<String> topics;
  private final Map<String, Object> settings;
  private final Batches batches;
  private final LongConsumer lag;
  private final Thread thread;
  private volatile boolean stopping;

  /** Whether something has been taken and its offsets not yet committed. */
  private boolean uncommitted;

  /** What is done with records. */
  @FunctionalInterface
  public interface Batches {
    /**
     * Takes all of them, or throws and gets them again.
     *
     * @param records in the order of each partition
     */
    void take(ConsumerRecords<byte[], byte[]> records) throws Exception;
  }

  /**
   * @param kafka how to reach the brokers
   * @param group whose members share the partitions
   * @param most records in a batch
   * @param lag told how many records wait
   */
  public RecordLoop(
      Map<String, Object> kafka,
      String group,
      List<String> topics,
      int most,
      Batches batches,
      LongConsumer lag) {
    this.group = group;
    this.topics = topics;
    this.batches = batches;
    this.lag = lag;
    settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, group);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, most);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION.toMillis());
    settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, (int) METADATA.toMillis());
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    thread = BatchThread.unstarted(group, this::run);
  }

  public void start() {
    thread.start();
  }

  /** Finishes the batch in hand, commits it and leaves the group. */
  public void stop() throws InterruptedException {
    stopping = true;
    thread.join(POLL.plus(COMMIT).plus(LEAVE));
  }

  private void run() {
    while (!stopping) {
      try {
        consume();
      } catch (Throwable e) {
        // An error too: a service without this thread would say that it is well.
        LOG.warnf(e, "record_loop_restarts group=%s", group);
        sleep(PAUSE);
      }
    }
  }

  private void consume() {
    Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      consumer.subscribe(topics);
      uncommitted = false;
      while (!stopping) {
        next(consumer);
      }
    } finally {
      consumer.close(CloseOptions.timeout(LEAVE));
    }
  }

  private void next(Consumer<byte[], byte[]> consumer) {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
    lag.accept(
        consumer.assignment().stream().mapToLong(p -> consumer.currentLag(p).orElse(0)).sum());
    if (records.isEmpty()) {
      if (uncommitted) {
        commit(consumer);
      }
      return;
    }
    long began = System.nanoTime();
    try {
      batches.take(records);
    } catch (Exception e) {
      LOG.warnf("batch_not_taken group=%s records=%d reason=%s", group, records.count(), e);
      // Coming back by polling shows the group that this member lives, however long it takes.
      for (TopicPartition partition : records.partitions()) {
        consumer.seek(partition, records.records(partition).getFirst().offset());
      }
      sleep(PAUSE);
      return;
    }
    uncommitted = true;
    commit(consumer);
    sleep(PACE.minusNanos(System.nanoTime() - began));
  }

  /**
   * Every record that was polled has been taken, so the positions are what is done. What cannot be
   * committed now, because the group is being dealt anew, is with the next poll: nobody may come
   * with a new record for hours, and whoever waits until this group has caught up would wait too.
   */
  private void commit(Consumer<byte[], byte[]> consumer) {
    try {
      consumer.commitSync(COMMIT);
      uncommitted = false;
    } catch (KafkaException e) {
      LOG.warnf("offsets_not_committed group=%s reason=%s", group, e);
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
