package dev.spillway.loadtests.spike;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.loadtests.report.Machine;
import dev.spillway.loadtests.report.Results;
import dev.spillway.loadtests.watch.Sample;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of an experiment whose outcome is known. */
class PageTest {
  private static final Phases PHASES = new Phases(2, 3, 2, 5, 1, 8);
  private static final int RATE = 10;

  @TempDir Path directory;

  private Results results;

  @BeforeEach
  void openResults() throws Exception {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    results = new Results(directory, nowhere, Machine.here());
  }

  @Test
  void the_page_says_first_how_many_each_system_served() {
    String html = page(threeTrials());

    assertThat(html)
        .contains(
            "At 5× the usual load, Lambda functions served 40 %, Lambda + connection proxy served 60 %,"
                + " Spillway served 100 % of the requests.")
        .contains("502 function failed: 30")
        .contains("mix &lt;1&gt;");
  }

  @Test
  void the_page_needs_nothing_from_elsewhere() {
    String html = page(threeTrials());

    assertThat(html.replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http://", "https://", "<script", "<link", "<img", "@import");
  }

  @Test
  void verdicts_hold_the_promises_against_what_was_seen() {
    Verdicts.of(threeTrials(), results);

    assertThat(results.ratios())
        .anySatisfy(
            ratio -> {
              assertThat(ratio.name()).isEqualTo("goodput-5x-vs-lambda");
              assertThat(ratio.value()).isEqualTo(2.5);
            })
        .anySatisfy(
            ratio -> {
              assertThat(ratio.name()).isEqualTo("spillway-first-try");
              assertThat(ratio.met()).isTrue();
            })
        .anySatisfy(
            ratio -> {
              assertThat(ratio.name()).isEqualTo("spillway-claims-p99");
              assertThat(ratio.met()).isTrue();
            });
  }

  @Test
  void a_system_has_recovered_when_three_seconds_running_are_as_before() {
    Tally tally = new Tally();
    for (int second = 0; second < PHASES.end(); second++) {
      boolean slow = second < PHASES.afterStart() + 2;
      serve(tally, second, second >= PHASES.riseStart() && slow ? 2_000 : 10);
    }

    assertThat(trial(Contestant.SPILLWAY, tally).secondsToRecover()).hasValue(2);
  }

  @Test
  void raw_figures_begin_before_the_first_second_shown() throws Exception {
    new SpikeCsv(directory).write(threeTrials());

    List<String> lines = Files.readAllLines(directory.resolve("lambda-requests.csv"));
    assertThat(lines.get(0)).startsWith("second,due,served,failed,claims_served,claims_p50_ms");
    assertThat(lines.get(1)).startsWith("-2,10,10,0,10,");
    assertThat(Files.readAllLines(directory.resolve("lambda-failures.csv"))).contains("5,502,6");
    assertThat(Files.readAllLines(directory.resolve("proxy-samples.csv")))
        .contains("0,connections,app,7", "0,cpu_seconds,PostgreSQL,0.5");
  }

  private String page(List<Trial> trials) {
    return new Page(trials, results, Map.of("mix", "mix <1>")).html(new Picture(trials, 100));
  }

  private static List<Trial> threeTrials() {
    return List.of(
        trial(Contestant.LAMBDA, tally(6)),
        trial(Contestant.PROXY, tally(4)),
        trial(Contestant.SPILLWAY, tally(0)));
  }

  private static Trial trial(Contestant contestant, Tally tally) {
    List<Sample> samples =
        IntStream.range(0, PHASES.end())
            .mapToObj(
                second ->
                    new Sample(
                        second,
                        Map.of("PostgreSQL", 0.5),
                        Map.of("PostgreSQL", 1L << 20),
                        Map.of("app", 7),
                        Map.of()))
            .toList();
    return new Trial(contestant, PHASES, RATE, tally, samples, Map.of("app", 7));
  }

  /** Ten requests a second, of which so many fail while the load is at its highest. */
  private static Tally tally(int failures) {
    Tally tally = new Tally();
    for (int second = 0; second < PHASES.end(); second++) {
      boolean hold = second >= PHASES.holdStart() && second < PHASES.fallStart();
      int failed = hold ? failures : 0;
      for (int i = 0; i < failed; i++) {
        long due = TimeUnit.SECONDS.toNanos(second);
        tally.answered(Call.CLAIM.ordinal(), 502, false, due, due + 1);
      }
      for (int i = failed; i < RATE; i++) {
        serve(tally, second, 10);
      }
    }
    return tally;
  }

  private static void serve(Tally tally, int second, int millis) {
    long due = TimeUnit.SECONDS.toNanos(second);
    tally.answered(
        Call.CLAIM.ordinal(), 202, false, due, due + TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
