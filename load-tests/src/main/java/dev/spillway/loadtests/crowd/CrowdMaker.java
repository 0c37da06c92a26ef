package dev.spillway.loadtests.crowd;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes a crowd of tokens: opens wallets over HTTP, sends money through Kafka, waits until
 * everybody has it.
 *
 * @param wallet where the wallet service is
 * @param kafka the brokers that it takes deposits from
 * @param asset what everybody gets
 * @param amount how much of it, in its units; the organiser gets {@link #PURSE} times that
 */
public record CrowdMaker(URI wallet, String kafka, String asset, String amount) {
  /** Requests under way at once. */
  private static final int AT_ONCE = 16;

  private static final int PURSE = 1_000;
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * Makes the crowd.
   *
   * @param organiser a token with scopes {@code wallet giveaway.admin}
   * @param members tokens with scope {@code wallet}, each of another owner
   */
  public Crowd make(String organiser, List<String> members)
      throws IOException, InterruptedException {
    WalletDoor door = new WalletDoor(wallet);
    Member pays = door.open(organiser);
    List<Member> opened = forAll(members, door::open);
    try (Gifts gifts = new Gifts(kafka, asset)) {
      opened.forEach(member -> gifts.send(member, amount));
      for (int i = 0; i < PURSE; i++) {
        gifts.send(pays, amount);
      }
      gifts.flush();
    }
    List<Member> everybody = new ArrayList<>(opened);
    everybody.add(pays);
    forAll(everybody, member -> awaitMoney(door, member));
    return new Crowd(asset, pays, opened);
  }

  private Member awaitMoney(WalletDoor door, Member member)
      throws IOException, InterruptedException {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (!door.has(member, asset)) {
      if (System.nanoTime() > giveUp) {
        throw new IOException("a deposit was published but not credited: " + member.wallet());
      }
      Thread.sleep(POLL);
    }
    return member;
  }

  private interface Step<T, R> {
    R take(T each) throws IOException, InterruptedException;
  }

  private static <T, R> List<R> forAll(List<T> all, Step<T, R> step)
      throws IOException, InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<R>> steps = new ArrayList<>();
      all.forEach(each -> steps.add(() -> step.take(each)));
      List<R> results = new ArrayList<>();
      for (Future<R> done : threads.invokeAll(steps)) {
        results.add(done.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IOException("the crowd could not be made: " + e.getCause().getMessage(), e);
    }
  }
}
