package dev.spillway.edge.ratelimit;

import static dev.spillway.edge.valkey.ValkeyForTests.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.edge.valkey.ValkeyForTests;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real server, with a rate so low that the time which the test takes gives nobody a token. */
class RateLimitTest {
  private static final double ONE_IN_TEN_MINUTES = 1 / 600.0;
  private static final int BURST = 20;

  /** What a pod lets in of such a burst before it asks. */
  private static final int UNTOLD = BURST / 16;

  @TempDir static Path state;
  private static ValkeyForTests server;

  @BeforeAll
  static void start() {
    server = new ValkeyForTests(state);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private record Config(double perSecond, int burst, Duration maxDebt, boolean shared)
      implements RateLimitConfig {
    @Override
    public boolean enabled() {
      return true;
    }

    @Override
    public int localCallers() {
      return 100;
    }
  }

  private static RateLimit pod(double perSecond, int burst, Duration maxDebt) {
    return new RateLimit(
        new Config(perSecond, burst, maxDebt, true), server.valkey(), new SimpleMeterRegistry());
  }

  private static RateLimit pod() {
    return pod(ONE_IN_TEN_MINUTES, BURST, Duration.ofHours(10));
  }

  private static Duration take(RateLimit pod, String caller) {
    return pod.take(caller).toCompletableFuture().join();
  }

  @Test
  void two_pods_together_let_a_caller_have_one_burst() {
    RateLimit one = pod();
    RateLimit other = pod();
    List<CompletableFuture<Duration>> waits = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      waits.add((i % 2 == 0 ? one : other).take("crowd").toCompletableFuture());
    }
    // Untold of the last question, and of each pod after it.
    assertThat(waits.stream().map(CompletableFuture::join).filter(Duration::isZero))
        .hasSizeBetween(BURST, BURST + 3 * UNTOLD);
    assertThat(take(one, "somebody else")).isZero();
  }

  @Test
  void what_a_pod_lets_in_by_itself_is_told_with_the_next_question() {
    RateLimit pod = pod(ONE_IN_TEN_MINUTES, 160, Duration.ofHours(10));
    int letIn = 0;
    while (take(pod, "busy").isZero()) {
      letIn++;
    }
    // The last question that was let in was for eight untold as well, and eight more came after it.
    assertThat(letIn).isBetween(160, 160 + 8 + 8);
    assertThat(take(pod, "busy")).isPositive();
  }

  @Test
  void a_limit_that_is_not_shared_is_each_pods_own_and_asks_nobody() {
    RateLimitConfig config = new Config(ONE_IN_TEN_MINUTES, BURST, Duration.ofHours(10), false);
    RateLimit one = new RateLimit(config, server.valkey(), new SimpleMeterRegistry());
    RateLimit other = new RateLimit(config, server.valkey(), new SimpleMeterRegistry());
    for (int i = 0; i < BURST; i++) {
      assertThat(take(one, "insistent")).isZero();
      assertThat(take(other, "insistent")).isZero();
    }
    assertThat(take(one, "insistent")).isPositive();
    assertThat(take(other, "insistent")).isPositive();
  }

  @Test
  void whoever_waits_as_long_as_told_is_served() throws InterruptedException {
    RateLimit pod = pod(10, 1, Duration.ofSeconds(60));
    assertThat(take(pod, "patient")).isZero();
    Duration wait = take(pod, "patient");
    assertThat(wait).isPositive().isLessThanOrEqualTo(Duration.ofMillis(100));
    TimeUnit.NANOSECONDS.sleep(wait.toNanos());
    assertThat(take(pod, "patient")).isZero();
  }

  @Test
  void a_batch_is_let_in_whole_and_paid_off_afterwards() {
    RateLimit pod = pod(1, 5, Duration.ofHours(1));
    assertThat(take(pod, "payroll")).isZero();
    pod.charge("payroll", 499);
    // Of 500 taken the burst covers 5; 495 are owed, and one more is asked for.
    assertThat(take(pod, "payroll")).isBetween(Duration.ofSeconds(490), Duration.ofSeconds(496));
  }

  @Test
  void a_debt_has_a_limit() {
    RateLimit pod = pod(1, 5, Duration.ofSeconds(60));
    for (int i = 0; i < 100; i++) {
      pod.charge("many batches at once", 500);
    }
    assertThat(take(pod, "many batches at once"))
        .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
  }

  @Test
  void a_caller_who_has_been_quiet_leaves_nothing_behind() {
    RateLimit pod = pod(1_000, 10, Duration.ofSeconds(60));
    take(pod, "passer-by");
    await(() -> server.command(Command.KEYS, "rate:*").toString().isBlank() || keysExpire());
  }

  private static boolean keysExpire() {
    return server.command(Command.KEYS, "rate:*").stream()
        .allMatch(key -> server.command(Command.PTTL, key.toString()).toLong() > 0);
  }

  @Test
  void without_valkey_each_pod_decides_alone_and_nobody_waits_or_fails() {
    RateLimit pod = pod();
    server.server().kill();
    await(() -> !server.valkey().isUp());
    try {
      List<Duration> waits = new ArrayList<>();
      long start = System.nanoTime();
      for (int i = 0; i < 1_000; i++) {
        waits.add(take(pod, "crowd in the dark"));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
      assertThat(waits.stream().filter(Duration::isZero)).hasSize(BURST);
    } finally {
      server.server().start();
      await(server.valkey()::isUp);
    }
  }
}
