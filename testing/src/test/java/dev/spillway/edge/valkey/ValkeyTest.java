package dev.spillway.edge.valkey;

import static dev.spillway.edge.valkey.ValkeyForTests.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValkeyTest {
  private static final Script ECHO = Script.of("return ARGV[1]");

  @TempDir Path state;
  private ValkeyForTests server;

  @BeforeEach
  void start() {
    server = new ValkeyForTests(state);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private CompletableFuture<@Nullable Response> echo(String text) {
    return server.valkey().run(ECHO, List.of(), List.of(text)).toCompletableFuture();
  }

  @Test
  void a_script_that_the_server_does_not_know_or_has_forgotten_runs_all_the_same() {
    assertThat(echo("first")).succeedsWithin(Duration.ofSeconds(5)).hasToString("first");
    server.command(Command.SCRIPT, "FLUSH");
    assertThat(echo("second")).succeedsWithin(Duration.ofSeconds(5)).hasToString("second");
  }

  @Test
  void answers_go_to_whom_they_belong_however_many_wait() {
    List<CompletableFuture<@Nullable Response>> answers = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      answers.add(echo(Integer.toString(i)));
    }
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i)).succeedsWithin(Duration.ofSeconds(5)).hasToString("" + i);
    }
  }

  @Test
  void a_frozen_server_is_waited_for_once_and_used_again_when_it_goes_on() {
    server.freeze();
    try {
      CompletableFuture<@Nullable Response> first = echo("lost");
      assertThatThrownBy(first::join).hasCauseInstanceOf(ValkeyAwayException.class);
      assertThat(server.valkey().isUp()).isFalse();
      // Nobody waits for what is known: it has failed by the time that it is returned.
      assertThat(echo("at once")).isCompletedExceptionally();
    } finally {
      server.thaw();
    }
    await(server.valkey()::isUp);
    assertThat(echo("back")).succeedsWithin(Duration.ofSeconds(5)).hasToString("back");
  }

  @Test
  void a_killed_server_is_found_again_after_its_restart() {
    server.server().kill();
    await(() -> !server.valkey().isUp());
    assertThat(echo("at once")).isCompletedExceptionally();
    server.server().start();
    await(server.valkey()::isUp);
    assertThat(echo("back")).succeedsWithin(Duration.ofSeconds(5)).hasToString("back");
  }

  @Test
  void whoever_mistrusts_a_server_that_was_away_hears_of_it_before_it_is_used() {
    List<Boolean> upWhenTold = new ArrayList<>();
    server.valkey().whenBack(() -> upWhenTold.add(server.valkey().isUp()));
    server.server().kill();
    await(() -> !server.valkey().isUp());
    server.server().start();
    await(server.valkey()::isUp);
    assertThat(upWhenTold).containsExactly(false);
  }
}
