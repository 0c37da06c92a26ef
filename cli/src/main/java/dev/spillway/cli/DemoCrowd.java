package dev.spillway.cli;

import dev.spillway.localstack.LocalStack;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * People who all want the same thing at once. Each comes until it has an answer: accepted, or too
 * late; who is told to come again does so when it was told to.
 */
final class DemoCrowd {

  /** At the door at one time. */
  private static final int AT_ONCE = 200;

  private static final Duration TOKEN_TTL = Duration.ofHours(1);
  private static final int ACCEPTED = 202;
  private static final int ACCEPTED_BEFORE = 200;
  private static final int TOO_LATE = 409;
  private static final int TOO_MANY = 429;
  private static final int OVERLOADED = 503;

  private final GiveawayClient giveaway;
  private final String campaign;
  private final LocalStack stack;
  private final String run;
  private final int claimants;
  private final Semaphore door = new Semaphore(AT_ONCE);
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger tooLate = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger sentAway = new AtomicInteger();

  DemoCrowd(GiveawayClient giveaway, String campaign, LocalStack stack, String run, int claimants) {
    this.giveaway = giveaway;
    this.campaign = campaign;
    this.stack = stack;
    this.run = run;
    this.claimants = claimants;
  }

  void start() {
    Thread.ofPlatform().name("crowd").daemon().start(this::come);
  }

  int accepted() {
    return accepted.get();
  }

  int tooLate() {
    return tooLate.get();
  }

  /** How often somebody was told to come again. */
  int sentAway() {
    return sentAway.get();
  }

  /** Answers that should not have been given. */
  int failed() {
    return failed.get();
  }

  int answered() {
    return accepted.get() + tooLate.get() + failed.get();
  }

  boolean isAnswered() {
    return answered() == claimants;
  }

  private void come() {
    for (int i = 0; i < claimants; i++) {
      door.acquireUninterruptibly();
      claim(stack.token("claimant-" + i + "-" + run, "wallet", TOKEN_TTL));
    }
  }

  private void claim(String token) {
    var unused =
        giveaway
            .claim(campaign, token)
            .whenComplete(
                (response, failure) -> {
                  if (failure != null) {
                    comeAgain(token, 1);
                  } else {
                    answered(token, response);
                  }
                });
  }

  private void answered(String token, HttpResponse<String> response) {
    switch (response.statusCode()) {
      case ACCEPTED, ACCEPTED_BEFORE -> leave(accepted);
      case TOO_LATE -> leave(tooLate);
      case TOO_MANY, OVERLOADED ->
          comeAgain(token, response.headers().firstValueAsLong("Retry-After").orElse(1));
      default -> leave(failed);
    }
  }

  private void comeAgain(String token, long seconds) {
    sentAway.incrementAndGet();
    CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS).execute(() -> claim(token));
  }

  private void leave(AtomicInteger with) {
    with.incrementAndGet();
    door.release();
  }
}
