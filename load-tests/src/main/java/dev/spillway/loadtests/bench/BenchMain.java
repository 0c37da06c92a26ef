package dev.spillway.loadtests.bench;

import dev.spillway.loadtests.books.ConnectionSampler;
import dev.spillway.loadtests.books.DatabaseServer;
import dev.spillway.loadtests.http.ConfiguredPools;
import dev.spillway.loadtests.http.Services;
import dev.spillway.loadtests.measure.Ratio;
import dev.spillway.loadtests.program.Program;
import dev.spillway.loadtests.report.Machine;
import dev.spillway.loadtests.report.MarkdownPage;
import dev.spillway.loadtests.report.MarkdownTable;
import dev.spillway.loadtests.report.Results;
import dev.spillway.localstack.LocalStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./spillway bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures Spillway against a transaction for each request and prints each result as a line",
      "NAME: RATIO (A vs B), in which A and B were measured in turns in the same run.",
      "Starts a database of its own; raw figures and charts go to the reports directory."
    })
public final class BenchMain implements Callable<Integer> {
  private static final List<Benchmark> BENCHMARKS =
      List.of(
          new LedgerDoor(),
          new Quiet(),
          new HttpDoor(),
          new StartUp(),
          new Overload(),
          new Growth());

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Run only these: ledger, quiet, http, start, overload, growth.")
  private List<String> only = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Length of one measured round (default: 5).")
  private @Nullable Integer seconds;

  @Option(
      names = "--quick",
      description = "A smoke run of a minute or so; its figures mean little.")
  private boolean quick;

  @Option(
      names = "--reports",
      paramLabel = "DIR",
      description = "Where raw figures and charts go (default: ${DEFAULT-VALUE}).",
      defaultValue = ".spillway/reports/bench")
  private Path reports = Path.of("");

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Where the servers keep their data (default: ${DEFAULT-VALUE}).",
      defaultValue = ".spillway/bench")
  private Path state = Path.of("");

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "The project's root, whose build of the wallet service is measured.",
      defaultValue = ".")
  private Path root = Path.of("");

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      converter = MarkdownPage.Converter.class,
      description = "Put the results into this file between its markers, as in docs/benchmarks.md.")
  private @Nullable MarkdownPage markdown;

  /** Ends the JVM with 0, or 1 when a benchmark broke off, or 2 when the arguments were wrong. */
  public static void main(String[] args) {
    Program.run(new BenchMain(), args);
  }

  @Override
  public Integer call() throws Exception {
    List<Benchmark> chosen = chosen();
    Pace pace = quick ? Pace.QUICK : Pace.FULL;
    if (seconds != null) {
      pace = pace.withRound(Duration.ofSeconds(seconds));
    }
    Results results = new Results(reports, System.out, Machine.here());
    LocalStack stack = LocalStack.forOneRun(state);
    stack.postgres().start();
    DatabaseServer server =
        DatabaseServer.at(stack.jdbcUrl(), stack.jdbcUser(), stack.jdbcPassword());
    Services services = new Services(stack, root, reports.resolve("logs"));
    boolean whole = true;
    try (ConnectionSampler connections = new ConnectionSampler(server)) {
      BenchRun run = new BenchRun(stack, server, services, pace, results);
      for (Benchmark benchmark : chosen) {
        whole &= ran(benchmark, run);
      }
      ConfiguredPools.compare(connections.maxima(), results);
    } finally {
      results.write();
    }
    stack.discard();
    summarise(results);
    if (markdown != null) {
      markdown.put(MarkdownTable.of(results));
    }
    return whole ? 0 : 1;
  }

  private List<Benchmark> chosen() {
    List<String> names = BENCHMARKS.stream().map(Benchmark::name).toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw Program.wrong(this, "no benchmark " + name + "; there are " + names);
      }
    }
    if (seconds != null && (seconds < 1 || seconds > 600)) {
      throw Program.wrong(this, "--seconds takes 1 to 600");
    }
    return BENCHMARKS.stream()
        .filter(benchmark -> only.isEmpty() || only.contains(benchmark.name()))
        .toList();
  }

  /** One that breaks off must not take the results of the others with it. */
  private static boolean ran(Benchmark benchmark, BenchRun run) {
    System.out.println("# " + benchmark.name());
    try {
      benchmark.run(run);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (Exception e) {
      run.results().note(benchmark.name() + " broke off: " + e);
      e.printStackTrace();
      return false;
    }
  }

  private void summarise(Results results) {
    String missed =
        results.ratios().stream()
            .filter(ratio -> !ratio.met())
            .map(Ratio::name)
            .collect(Collectors.joining(", "));
    System.out.println(missed.isEmpty() ? "# every goal met" : "# goals missed: " + missed);
    System.out.println("# raw figures and charts: " + reports);
  }
}
