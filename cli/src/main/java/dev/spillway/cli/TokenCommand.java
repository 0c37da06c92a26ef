package dev.spillway.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code spillway token}. */
@Command(name = "token", description = "Prints a bearer token of the local issuer for USER.")
final class TokenCommand implements Callable<Integer> {

  /** Some ten years. */
  private static final Duration LONGEST = Duration.ofDays(3_650);

  @Parameters(paramLabel = "USER", description = "The owner the token speaks for.")
  private String user;

  @Option(
      names = "--scope",
      paramLabel = "\"A B\"",
      defaultValue = "wallet",
      description =
          "Scopes, separated by spaces: wallet, wallet.admin, giveaway.admin, ops. Default: wallet.")
  private String scope;

  @Option(
      names = "--ttl",
      paramLabel = "PT1H",
      defaultValue = "PT1H",
      description = "How long it is good for, as an ISO 8601 duration. Default: PT1H.")
  private Duration ttl;

  @ParentCommand private Spillway spillway;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (user.isBlank()) {
      throw new UsageException("USER must not be empty");
    }
    if (ttl.isNegative() || ttl.isZero() || ttl.compareTo(LONGEST) > 0) {
      throw new UsageException(
          "--ttl must be longer than nothing and not longer than %s, not %s"
              .formatted(LONGEST, ttl));
    }
    Output.of(spec).line(spillway.installation().stack().token(user, scope.strip(), ttl));
    return 0;
  }
}
