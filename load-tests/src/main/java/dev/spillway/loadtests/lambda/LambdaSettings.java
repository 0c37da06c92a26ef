package dev.spillway.loadtests.lambda;

import java.time.Duration;

/**
 * The numbers of the model; docs/baseline.md has the source of each.
 *
 * @param coldStart from the decision to make an environment until its code begins to run
 * @param concurrency environments at once, over all functions of the account
 * @param apiTimeout after which the gateway answers without the function
 * @param idle how long an environment is kept without a request
 */
public record LambdaSettings(
    Duration coldStart, int concurrency, Duration apiTimeout, Duration idle) {

  public LambdaSettings {
    if (coldStart.isNegative() || concurrency < 1 || apiTimeout.isNegative() || idle.isNegative()) {
      throw new IllegalArgumentException("not a Lambda account");
    }
  }

  /** What an account has that has not asked for more. */
  public static LambdaSettings defaults() {
    return new LambdaSettings(
        Duration.ofSeconds(1), 1_000, Duration.ofSeconds(29), Duration.ofMinutes(5));
  }
}
