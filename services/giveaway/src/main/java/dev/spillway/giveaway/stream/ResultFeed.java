package dev.spillway.giveaway.stream;

import dev.spillway.edge.events.PoisonException;
import dev.spillway.edge.thread.BatchThread;
import dev.spillway.giveaway.claim.Claim;
import dev.spillway.giveaway.claim.ClaimResult;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads the results on every pod, from now on, for the listeners of this pod. It belongs to no
 * group: a listener may be on any pod, so each pod needs all of them, and none needs those from
 * before. It asks neither the database nor Valkey, so listeners cost those nothing.
 */
@ApplicationScoped
public class ResultFeed {
  private static final Logger LOG = Logger.getLogger(ResultFeed.class);
  private static final int STOPS_AT = 100;
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** How soon new partitions are seen. */
  private static final Duration LOOK_FOR_PARTITIONS = Duration.ofSeconds(30);

  private final Streams streams;
  private final Map<String, Object> settings;
  private final Thread thread = BatchThread.unstarted("result-feed", this::run);
  private volatile boolean stopping;

  ResultFeed(Streams streams, @Identifier("default-kafka-broker") Map<String, Object> kafka) {
    this.streams = streams;
    settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "giveaway-result-feed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
  }

  void start(@Observes StartupEvent started) {
    thread.start();
  }

  void stop(@Observes @Priority(STOPS_AT) ShutdownEvent ending) throws InterruptedException {
    stopping = true;
    thread.join(POLL.plusSeconds(1));
  }

  private void run() {
    while (!stopping) {
      try (var consumer =
          new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        read(consumer);
      } catch (Throwable e) {
        LOG.warnf("result_feed_restarts reason=%s", e);
        pause();
      }
    }
  }

  private void read(KafkaConsumer<byte[], byte[]> consumer) {
    long looked = 0;
    boolean assigned = false;
    while (!stopping) {
      if (!assigned || System.nanoTime() - looked > LOOK_FOR_PARTITIONS.toNanos()) {
        List<TopicPartition> partitions =
            consumer.partitionsFor(Claim.RESULTS).stream()
                .map(it -> new TopicPartition(it.topic(), it.partition()))
                .toList();
        assigned = !partitions.isEmpty();
        looked = System.nanoTime();
        if (!assigned) {
          pause();
          continue;
        }
        // Keeps the position of those that were assigned before.
        consumer.assign(partitions);
      }
      consumer.poll(POLL).forEach(this::tell);
    }
  }

  private void tell(ConsumerRecord<byte[], byte[]> record) {
    if (streams.isEmpty()) {
      return;
    }
    try {
      streams.tell(ClaimResult.of(record));
    } catch (PoisonException e) {
      // The recorder says so and buries it.
      LOG.debugf("result_not_understood reason=%s", e.detail());
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      stopping = true;
    }
  }
}
