package dev.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.localstack.process.Executables;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TurnTest {
  /** Has the turn until its input ends. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      try (var turn = Turn.take(Path.of(arguments[0]), new Output(new PrintWriter(System.err)))) {
        System.out.println(turn);
        var unused = System.in.read();
      }
    }
  }

  @TempDir private Path state;

  @Test
  void the_second_says_so_and_waits_until_the_first_has_ended_however_it_ends() throws Exception {
    Process first = holder();
    StringWriter said = new StringWriter();
    var second =
        CompletableFuture.runAsync(
            () -> {
              try (Turn turn = Turn.take(state, new Output(new PrintWriter(said)))) {
                assertThat(turn).isNotNull();
              }
            });
    while (!said.toString().contains("waiting for it")) {
      assertThat(second).isNotDone();
      Thread.sleep(10);
    }
    first.destroyForcibly();

    second.get(30, TimeUnit.SECONDS);
  }

  @Test
  void nobody_waits_for_one_that_has_given_it_back() throws Exception {
    Process first = holder();
    first.getOutputStream().close();
    assertThat(first.waitFor()).isZero();
    StringWriter said = new StringWriter();

    Turn.take(state, new Output(new PrintWriter(said))).close();

    assertThat(said.toString()).isEmpty();
  }

  /** Another process, which has the turn by now. */
  private Process holder() throws IOException {
    Process process =
        new ProcessBuilder(
                Executables.java(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                state.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(new String(process.getInputStream().readNBytes(1), StandardCharsets.UTF_8))
        .isNotEmpty();
    return process;
  }
}
