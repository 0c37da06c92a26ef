package dev.spillway.loadtests.rehearse;

import dev.spillway.loadtests.http.NotReadyException;
import dev.spillway.loadtests.program.Program;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./spillway rehearse}. */
@Command(
    name = "rehearse",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Rehearses on this machine what must cost no request: a new version (rollout), nodes that are",
      "taken away (spot), the move off the functions (cutover). Needs HAProxy, and for rollout",
      "Prometheus: apt-get install haproxy prometheus. Starts servers of its own."
    })
public final class RehearseMain implements Callable<Integer> {
  private static final double QUICK = 60;
  private static final int NOTICES = 8;
  private static final int QUICK_NOTICES = 2;

  /** What can be rehearsed. */
  enum Play {
    ROLLOUT,
    SPOT,
    CUTOVER
  }

  @Parameters(paramLabel = "rollout|spot|cutover", description = "What is rehearsed.")
  private Play play = Play.ROLLOUT;

  @Option(names = "--quick", description = "A short version, for trying.")
  private boolean quick;

  @Option(
      names = "--faster",
      paramLabel = "N",
      description =
          "How many times faster than in a cluster steps and windows pass (default: ${DEFAULT-VALUE}).",
      defaultValue = "15")
  private double faster;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Requests a second (default: ${DEFAULT-VALUE}).",
      defaultValue = "100")
  private double perSecond;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "spot: repeats the order in which pods went that printed this seed.")
  private @Nullable Long seed;

  @Option(names = "--markdown", paramLabel = "FILE", description = "Also write the report there.")
  private @Nullable Path markdown;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Where servers and pods keep data and logs (default: ${DEFAULT-VALUE}).",
      defaultValue = ".spillway/rehearse")
  private Path state = Path.of("");

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "The project's root.",
      defaultValue = ".")
  private Path root = Path.of("");

  /** Ends the JVM with 0, or 1 when something did not hold, or 2 when it could not begin. */
  public static void main(String[] args) {
    Program.run(new RehearseMain(), args);
  }

  @Override
  public Integer call() throws Exception {
    if (faster < 1 || perSecond < 1 || perSecond > 1_000) {
      throw Program.wrong(this, "--faster takes 1 and more, --rate 1 to 1000");
    }
    try {
      Programs.require(
          play == Play.ROLLOUT
              ? new String[] {"haproxy", "prometheus", "node"}
              : new String[] {"haproxy"});
    } catch (Programs.MissingException e) {
      System.err.println("rehearse: " + e.getMessage());
      return 2;
    }
    Report report = new Report(play.name().toLowerCase(Locale.ROOT), System.out);
    report.step("starting PostgreSQL, Kafka, Valkey and the token issuer");
    try (Stage stage =
        Stage.start(state.toAbsolutePath().normalize(), root.toAbsolutePath().normalize())) {
      perform(stage, report);
    } catch (NotReadyException e) {
      report.require(false, "what the rehearsal needs starts", e.getMessage());
    }
    System.out.println(report.isGood() ? "everything held" : "not everything held");
    if (markdown != null) {
      report.writeTo(markdown);
    }
    return report.isGood() ? 0 : 1;
  }

  private void perform(Stage stage, Report report) throws Exception {
    switch (play) {
      case ROLLOUT ->
          new RolloutRehearsal(stage, new Pace(quick ? QUICK : faster), perSecond, report).run();
      case SPOT ->
          new SpotRehearsal(
                  stage,
                  quick ? QUICK_NOTICES : NOTICES,
                  seed != null ? seed : new SecureRandom().nextInt(Integer.MAX_VALUE),
                  perSecond,
                  report)
              .run();
      case CUTOVER ->
          new CutoverRehearsal(
                  stage,
                  quick ? List.of(50) : List.of(5, 25, 50, 100),
                  quick ? 20 : 200,
                  perSecond,
                  report)
              .run();
    }
  }
}
