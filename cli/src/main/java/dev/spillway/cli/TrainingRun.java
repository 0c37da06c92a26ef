package dev.spillway.cli;

import dev.spillway.localstack.LocalStack;
import dev.spillway.model.Ids;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * What freshly started services do in their training: deposits, transfers between many owners at
 * once, of whom most are turned away at first, reads, a giveaway with its crowd, and a refusal of
 * each kind. Classes that were loaded are in the ahead-of-time cache, and so is how often methods
 * were called (JEP 515), which tells the next JVM what to compile first; so it has to be much, and
 * in the proportions of real use.
 */
record TrainingRun(Installation ground) {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration TOKEN_TTL = Duration.ofMinutes(10);
  private static final String ASSET = "USDT";
  private static final String NOBODYS = "00000000-0000-7000-8000-000000000000";

  /** Each pays each of the others. */
  private static final int OWNERS = 32;

  /**
   * How many times: what is done once for a batch, too, has to be done often enough for the best
   * compiler, or the next JVM takes it for lukewarm and keeps it in slow code for minutes.
   */
  private static final int ROUNDS = 6;

  /**
   * Shorter than any client would wait, and long enough to leave the processors to the services.
   */
  private static final Duration IMPATIENCE = Duration.ofMillis(10);

  /** After so many transfers an owner looks at the balance. */
  private static final int LOOKS_EVERY = 3;

  private static final int CREATED = 201;
  private static final int UNAVAILABLE = 503;
  private static final int CLAIMANTS = 2_000;
  private static final int PRIZES = 1_600;

  private static final List<String> READS =
      List.of(
          "/q/health/ready",
          "/q/metrics",
          "/v1/assets",
          "/v1/wallets/me",
          "/v1/wallets/" + NOBODYS + "/balances",
          "/v1/campaigns/" + NOBODYS,
          "/v1/claims/" + NOBODYS);

  /**
   * An owner with money.
   *
   * @param client the owner's
   * @param token the owner's
   * @param wallet the wallet's id
   */
  private record Owner(WalletClient client, String token, String wallet) {}

  void serve() {
    ServiceApi wallets = api(Service.WALLET);
    ServiceApi giveaways = api(Service.GIVEAWAY);
    refusals(wallets);
    refusals(giveaways);
    transfers(wallets, owners(wallets));
    giveaway();
  }

  private ServiceApi api(Service service) {
    return new ServiceApi(service.name(), ground.url(service), TIMEOUT);
  }

  private LocalStack stack() {
    return ground.stack();
  }

  /** What the one service does not have the other has: not to be found is an answer, too. */
  private void refusals(ServiceApi service) {
    String token = stack().token("nobody", "wallet giveaway.admin", TOKEN_TTL);
    for (String path : READS) {
      service.sendLater(service.request(path, token).GET().build()).join();
    }
    service.sendLater(transfer(service, token, NOBODYS, NOBODYS)).join();
    service
        .sendLater(
            service
                .request("/v1/campaigns/" + NOBODYS + "/claims", token)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build())
        .join();
  }

  private List<Owner> owners(ServiceApi wallets) {
    List<Owner> owners =
        IntStream.range(0, OWNERS).mapToObj(number -> owner(wallets, number)).toList();
    NewDeposit.publish(
        owners.stream().map(owner -> new NewDeposit(owner.wallet, ASSET, "1000")).toList(),
        stack().kafka().url());
    for (Owner owner : owners) {
      Waiting.until(
          "a deposit", TIMEOUT, () -> owner.client.balance(owner.wallet, ASSET).version() > 0);
    }
    return owners;
  }

  private Owner owner(ServiceApi wallets, int number) {
    String token = stack().token("owner-" + number, "wallet", TOKEN_TTL);
    WalletClient client = new WalletClient(wallets, token);
    return new Owner(client, token, client.openOrFind());
  }

  private void transfers(ServiceApi wallets, List<Owner> owners) {
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> done =
          IntStream.range(0, owners.size())
              .<Future<?>>mapToObj(i -> all.submit(() -> transfers(wallets, owners, i)))
              .toList();
      for (Future<?> one : done) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new CommandFailedException("a transfer failed: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted during the training run", e);
    }
  }

  private void transfers(ServiceApi wallets, List<Owner> owners, int number) {
    Owner from = owners.get(number);
    int others = owners.size() - 1;
    for (int i = 0; i < ROUNDS * others; i++) {
      Owner to = owners.get((number + 1 + i % others) % owners.size());
      transferAtLast(wallets, transfer(wallets, from.token, from.wallet, to.wallet));
      if (i % LOOKS_EVERY == 0) {
        from.client.balance(from.wallet, ASSET);
        from.client.entries(from.wallet, ASSET);
      }
    }
  }

  /** Sent again whenever it is turned away, as by a client that has no patience. */
  private static void transferAtLast(ServiceApi wallets, HttpRequest transfer) {
    Instant deadline = Instant.now().plus(PATIENCE);
    HttpResponse<String> answer = wallets.sendLater(transfer).join();
    while (answer.statusCode() == UNAVAILABLE && Instant.now().isBefore(deadline)) {
      Waiting.pause(IMPATIENCE);
      answer = wallets.sendLater(transfer).join();
    }
    if (answer.statusCode() != CREATED) {
      throw new CommandFailedException(
          "a transfer was answered with " + answer.statusCode() + ": " + answer.body());
    }
  }

  private static HttpRequest transfer(ServiceApi service, String token, String from, String to) {
    String body =
        """
        {"from":"%s","to":"%s","asset":"%s","amount":"1.25","reference":"training"}
        """
            .formatted(from, to, ASSET);
    return service
        .request("/v1/transfers", token)
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", Ids.next().toString())
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private void giveaway() {
    String creator = stack().token("owner-0", "wallet giveaway.admin", TOKEN_TTL);
    GiveawayClient giveaways = new GiveawayClient(ground.url(Service.GIVEAWAY), creator);
    Instant now = Instant.now();
    String id =
        giveaways
            .make("training", "Training", ASSET, "0.1", "160", now, now.plus(Duration.ofHours(1)))
            .id();
    Waiting.until("the funding", TIMEOUT, () -> giveaways.campaign(id).status().equals("open"));
    DemoCrowd crowd = new DemoCrowd(giveaways, id, stack(), "training", CLAIMANTS);
    crowd.start();
    Waiting.until(
        "the claims",
        PATIENCE,
        () -> crowd.isAnswered() && giveaways.campaign(id).credited() == PRIZES);
  }
}
