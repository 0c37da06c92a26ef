package dev.spillway.loadtests.spike;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.ConnectionSampler;
import dev.spillway.loadtests.books.DatabaseServer;
import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.loadtests.http.Services;
import dev.spillway.loadtests.lambda.LambdaSettings;
import dev.spillway.loadtests.program.Program;
import dev.spillway.loadtests.report.Machine;
import dev.spillway.loadtests.report.MarkdownPage;
import dev.spillway.loadtests.report.MarkdownTable;
import dev.spillway.loadtests.report.Results;
import dev.spillway.localstack.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The spike: a giveaway's crowd at five times the usual load, before and after. Starts its own
 * stack and stops it again.
 */
@Command(
    name = "spike",
    mixinStandardHelpOptions = true,
    description =
        "Lets the crowd of a giveaway come to the Lambda functions, to the same behind a connection proxy, and to"
            + " Spillway, and writes a report.")
public final class SpikeMain implements Callable<Integer> {

  @Option(
      names = "--quick",
      description = "A smoke run of less than two minutes; its figures mean little.")
  private boolean quick;

  @Option(
      names = "--full",
      description = "Two minutes at the base rate and three at the top for each system.")
  private boolean full;

  @Option(
      names = "--phases",
      paramLabel = "SECONDS",
      description =
          "The lengths of warm-up, base, rise, hold, fall and after (default: 60,20,30,50,4,20).")
  private @Nullable String course;

  @Option(
      names = "--limit",
      description =
          "Then raise the rate until Spillway has had enough, go to three times that, and weigh what a request costs.")
  private boolean limit;

  @Option(
      names = "--base",
      paramLabel = "RATE",
      description = "The base rate in requests a second; found by a search when it is not given.")
  private double base;

  @Option(
      names = "--mix",
      paramLabel = "MIX",
      description = "Shares of the calls (default: claims=60,balances=25,transfers=10,history=5).")
  private @Nullable String mix;

  @Option(
      names = "--users",
      paramLabel = "N",
      description = "Users, each with a wallet and a token (default: 20000, with --quick 2000).")
  private @Nullable Integer givenUsers;

  @Option(
      names = "--proxy-connections",
      paramLabel = "N",
      description = "The connection proxy's pool (default: ${DEFAULT-VALUE}).")
  private int proxyConnections = 16;

  @Option(
      names = "--reports",
      paramLabel = "DIR",
      description = "Where the report and raw figures go (default: ${DEFAULT-VALUE}).")
  private Path reports = Path.of(".spillway/reports/spike");

  @Option(
      names = "--picture",
      paramLabel = "FILE",
      description = "Also write the picture to this file, as docs/images/spike.svg was.")
  private @Nullable Path picture;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      converter = MarkdownPage.Converter.class,
      description = "Put the results into this file between its markers, as in docs/spike.md.")
  private @Nullable MarkdownPage markdown;

  @Option(
      names = "--capacity",
      paramLabel = "FILE",
      converter = MarkdownPage.Converter.class,
      description =
          "With --limit: put what a million claims need between the markers of this file.")
  private @Nullable MarkdownPage capacity;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Where the servers keep their data (default: ${DEFAULT-VALUE}).")
  private Path state = Path.of(".spillway/spike");

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "The project's root, whose build is measured (default: ${DEFAULT-VALUE}).")
  private Path root = Path.of(".");

  /**
   * Ends the JVM with 0, or 1 when the experiment broke off, or 2 when the arguments were wrong.
   */
  public static void main(String[] args) {
    Program.run(new SpikeMain(), args);
  }

  @Override
  public Integer call() throws Exception {
    long start = System.nanoTime();
    Mix chosen = mix();
    int users = users();
    Results results = new Results(reports, System.out, Machine.here());
    LocalStack stack = LocalStack.forOneRun(state);
    System.out.println("# starting PostgreSQL, Kafka, Valkey and the token issuer");
    stack.start();
    DatabaseServer server =
        DatabaseServer.at(stack.jdbcUrl(), stack.jdbcUser(), stack.jdbcPassword());
    System.out.printf("# seeding %,d wallets%n", users);
    BenchDatabase original = Arena.seed(server, users);
    Services services = new Services(stack, root, reports.resolve("logs"));
    boolean whole = true;
    try (ConnectionSampler sampler = new ConnectionSampler(server)) {
      Arena arena =
          new Arena(
              stack,
              server,
              sampler,
              services,
              original,
              Crowd.Users.of(services.tokens(users), new SeededWallets(users)),
              chosen,
              4_096,
              LambdaSettings.defaults(),
              proxyConnections);
      Experiment experiment = new Experiment(arena, phases(), results, reports);
      Experiment.Outcome outcome = experiment.run(base);
      Duration taken = Duration.ofNanos(System.nanoTime() - start);
      results.note(
          "all of this, the search for the base rate included, took %d min %d s"
              .formatted(taken.toMinutes(), taken.toSecondsPart()));
      experiment.report(outcome.trials());
      if (limit) {
        Limit.Pace pace = quick || course != null ? Limit.Pace.QUICK : Limit.Pace.FULL;
        whole = searched(new Limit(arena, outcome.rates().collapse(), pace, results, reports));
        experiment.report(outcome.trials());
      }
    } finally {
      results.write();
    }
    stack.discard();
    publish(results);
    return whole ? 0 : 1;
  }

  /** A search that breaks off must not take what was found before it along. */
  private static boolean searched(Limit search) throws InterruptedException {
    try {
      search.run();
      return true;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      search.results().note("the search for the limit broke off: " + e.getMessage());
      e.printStackTrace();
      return false;
    }
  }

  private void publish(Results results) throws IOException {
    if (picture != null) {
      Files.createDirectories(picture.toAbsolutePath().getParent());
      Files.copy(reports.resolve("spike.svg"), picture, StandardCopyOption.REPLACE_EXISTING);
    }
    if (markdown != null) {
      markdown.put(MarkdownTable.of(results));
    }
    Path weighed = reports.resolve(Limit.CAPACITY);
    if (capacity != null && Files.exists(weighed)) {
      capacity.put(Files.readString(weighed));
    }
  }

  private int users() {
    if (givenUsers == null) {
      return quick ? 2_000 : 20_000;
    }
    if (givenUsers < 2) {
      throw Program.wrong(this, "--users takes 2 and more");
    }
    return givenUsers;
  }

  private Phases phases() {
    try {
      if (course != null) {
        return Phases.parse(course);
      }
    } catch (IllegalArgumentException e) {
      throw Program.wrong(this, "--phases: " + e.getMessage());
    }
    return full ? Phases.FULL : quick ? Phases.QUICK : Phases.SHORT;
  }

  private Mix mix() {
    try {
      return mix == null ? Mix.GIVEAWAY : Mix.parse(mix);
    } catch (IllegalArgumentException e) {
      throw Program.wrong(this, "--mix: " + e.getMessage());
    }
  }
}
