package dev.spillway.loadtests.chaos;

import dev.spillway.loadtests.program.Program;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./spillway chaos}. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs two pods of the wallet service under load while they are killed and frozen, and while",
      "PostgreSQL, Kafka and Valkey are killed, stopped, cut off and emptied under them. After each",
      "round it checks every promise that the service has made. Starts servers of its own.",
      "With --giveaways the load is giveaways, and two pods of the giveaway service suffer, too."
    })
public final class ChaosMain implements Callable<Integer> {
  private static final int MOST_ROUNDS = 10_000;
  private static final int LEAST_SECONDS = 4;
  private static final int MOST_SECONDS = 600;

  @Option(names = "--giveaways", description = "Rounds of giveaways instead of transfers.")
  private boolean giveaways;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How many rounds (default: ${DEFAULT-VALUE}).",
      defaultValue = "20")
  private int rounds;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Repeats the plan of a campaign that printed this seed.")
  private @Nullable Long seed;

  @Option(
      names = "--round-seconds",
      paramLabel = "N",
      description = "Length of a round's load (default: ${DEFAULT-VALUE}).",
      defaultValue = "12")
  private int roundSeconds;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Where servers and pods keep data and logs (default: ${DEFAULT-VALUE}).",
      defaultValue = ".spillway/chaos")
  private Path state = Path.of("");

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "The project's root, whose build of the services runs.",
      defaultValue = ".")
  private Path root = Path.of("");

  /** Ends the JVM with 0, or 1 when a promise was broken, or 2 when the arguments were wrong. */
  public static void main(String[] args) {
    Program.run(new ChaosMain(), args);
  }

  @Override
  public Integer call() throws Exception {
    requireWithin("--rounds", rounds, 1, MOST_ROUNDS);
    requireWithin("--round-seconds", roundSeconds, LEAST_SECONDS, MOST_SECONDS);
    long chosen = seed != null ? seed : new SecureRandom().nextInt(Integer.MAX_VALUE);
    System.out.printf("# seed %d: %d rounds of %d s%n", chosen, rounds, roundSeconds);
    Campaign.Result result =
        new Campaign(
                giveaways,
                chosen,
                rounds,
                Duration.ofSeconds(roundSeconds),
                state.toAbsolutePath(),
                root.toAbsolutePath().normalize(),
                System.out)
            .run();
    System.out.println("faults injected: " + result.faults());
    System.out.println("operations acknowledged: " + result.acknowledged());
    if (giveaways) {
      System.out.println("of these credited: " + result.credited());
    }
    System.out.println("invariants checked: " + result.checked());
    System.out.println("violations: " + result.violations().size());
    return result.violations().isEmpty() ? 0 : 1;
  }

  private void requireWithin(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw Program.wrong(this, option + " takes " + least + " to " + most);
    }
  }
}
