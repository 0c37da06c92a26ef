package dev.spillway.loadtests.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Which faults befall which round, and when: a function of the seed and the faults alone. They are
 * dealt from a shuffled deck, so that every fault comes before any comes again, as far as a round's
 * targets allow.
 */
record Plan(List<Round> rounds) {
  private static final int FAULTS_A_ROUND = 3;

  /** Every third round runs at SERIALIZABLE, where the database refuses what it cannot order. */
  private static final int SERIALIZABLE_EVERY = 3;

  /** Load comes first, and must have time after the last injection. */
  private static final double FIRST_AT = 0.05;

  private static final double LAST_AT = 0.65;

  /**
   * @param seed of the clients' choices in this round
   */
  record Round(int number, long seed, boolean serializable, List<Injection> injections) {
    /** Does what is to be done under this round's faults; returns when they are healed, too. */
    void torment(Load load) throws InterruptedException, ExecutionException {
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> under = new ArrayList<>();
        for (Injection injection : injections) {
          under.add(
              threads.submit(
                  () -> {
                    injection.run();
                    return null;
                  }));
        }
        load.run();
        for (Future<?> injection : under) {
          injection.get();
        }
      }
    }
  }

  /** What a round's clients do. */
  @FunctionalInterface
  interface Load {
    void run() throws InterruptedException, ExecutionException;
  }

  /** Both counted from the beginning of the round's load. */
  record Injection(Fault fault, Duration at, Duration lasts) {
    private void run() throws Exception {
      Thread.sleep(at);
      fault.inject().run();
      Thread.sleep(lasts);
      fault.heal().run();
    }
  }

  static Plan of(long seed, int rounds, Duration load, List<Fault> faults) {
    Random random = new Random(seed);
    List<Fault> deck = new ArrayList<>();
    List<Round> planned = new ArrayList<>(rounds);
    for (int number = 1; number <= rounds; number++) {
      List<Injection> injections = new ArrayList<>();
      for (Fault fault : deal(deck, faults, random)) {
        injections.add(new Injection(fault, moment(load, random), duration(fault, random)));
      }
      planned.add(
          new Round(
              number,
              random.nextLong(),
              number % SERIALIZABLE_EVERY == 0,
              List.copyOf(injections)));
    }
    return new Plan(List.copyOf(planned));
  }

  private static List<Fault> deal(List<Fault> deck, List<Fault> faults, Random random) {
    List<Fault> hand = new ArrayList<>();
    Set<String> targets = new HashSet<>();
    if (deck.size() < FAULTS_A_ROUND) {
      List<Fault> fresh = new ArrayList<>(faults);
      Collections.shuffle(fresh, random);
      deck.addAll(fresh);
    }
    for (Fault fault : List.copyOf(deck)) {
      if (hand.size() < FAULTS_A_ROUND && targets.add(fault.target())) {
        hand.add(fault);
        deck.remove(fault);
      }
    }
    return hand;
  }

  private static Duration moment(Duration load, Random random) {
    double part = FIRST_AT + (LAST_AT - FIRST_AT) * random.nextDouble();
    return Duration.ofMillis(Math.round(load.toMillis() * part));
  }

  private static Duration duration(Fault fault, Random random) {
    long spread = fault.longest().minus(fault.shortest()).toMillis();
    return fault.shortest().plusMillis(Math.round(spread * random.nextDouble()));
  }
}
