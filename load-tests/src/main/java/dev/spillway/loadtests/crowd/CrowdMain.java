package dev.spillway.loadtests.crowd;

import dev.spillway.loadtests.program.Program;
import dev.spillway.localstack.LocalStack;
import dev.spillway.localstack.StackConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a crowd for k6 and Gatling and writes it to a file. */
@Command(
    name = "crowd",
    mixinStandardHelpOptions = true,
    description = {
      "Makes users with tokens, wallets and money, and writes them to a file for k6 and Gatling.",
      "Without further options for the stack that './spillway up' has started."
    })
public final class CrowdMain implements Callable<Integer> {
  private static final int WALLET_PORT = 8080;

  @Option(
      names = "--users",
      paramLabel = "N",
      description = "How many (default: ${DEFAULT-VALUE}).",
      defaultValue = "1000")
  private int users;

  @Option(
      names = "--amount",
      description = "What each gets of the asset (default: ${DEFAULT-VALUE}).",
      defaultValue = "1000")
  private String amount = "";

  @Option(names = "--asset", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "USDT")
  private String asset = "";

  @Option(
      names = "--ttl",
      description = "How long the tokens are good for (default: ${DEFAULT-VALUE}).",
      defaultValue = "PT12H")
  private Duration ttl = Duration.ZERO;

  @Option(
      names = "--tokens",
      paramLabel = "FILE",
      description = {
        "Tokens of another issuer, one a line, each of another owner; the first with scopes",
        "'wallet giveaway.admin', the others with 'wallet'."
      })
  private @Nullable Path tokens;

  @Option(names = "--wallet", paramLabel = "URL", description = "Where the wallet service is.")
  private @Nullable URI wallet;

  @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Where deposits are taken.")
  private @Nullable String kafka;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Of the local stack (default: ${DEFAULT-VALUE}).",
      defaultValue = ".spillway")
  private Path state = Path.of("");

  @Option(
      names = "--port-offset",
      description = "Of the local stack (default: SPILLWAY_PORT_OFFSET or 0).",
      defaultValue = "${env:SPILLWAY_PORT_OFFSET:-0}")
  private int portOffset;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Default: ${DEFAULT-VALUE}.",
      defaultValue = ".spillway/crowd.json")
  private Path out = Path.of("");

  /** Ends the JVM with 0, or 1 when the crowd could not be made, or 2 for wrong arguments. */
  public static void main(String[] args) {
    Program.run(new CrowdMain(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalStack stack = LocalStack.at(new StackConfig(state, portOffset));
    List<String> signed = tokens == null ? signed(stack) : Files.readAllLines(tokens);
    CrowdMaker maker =
        new CrowdMaker(
            wallet == null ? URI.create("http://localhost:" + (WALLET_PORT + portOffset)) : wallet,
            kafka == null ? stack.kafkaBootstrap() : kafka,
            asset,
            amount);
    Crowd crowd = maker.make(signed.getFirst(), signed.subList(1, signed.size()));
    crowd.write(out);
    System.out.printf("%d users with %s %s each: %s%n", crowd.members().size(), amount, asset, out);
    return 0;
  }

  private List<String> signed(LocalStack stack) {
    return IntStream.rangeClosed(0, users)
        .mapToObj(
            n ->
                n == 0
                    ? stack.token("load-test-organiser", "wallet giveaway.admin", ttl)
                    : stack.token("load-test-" + n, "wallet", ttl))
        .toList();
  }
}
