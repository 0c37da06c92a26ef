package dev.spillway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spillway.localstack.LocalStack;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Every request is the claim of somebody else in one open campaign; a wallet service pays them. */
final class ClaimLoad implements SentLoad {

  private static final int SENDERS = 8;
  private static final String ASSET = "USDT";
  private static final Duration TOKEN_TTL = Duration.ofMinutes(30);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int ACCEPTED = 202;

  private final String url;
  private final LocalStack stack;
  private final String run = UUID.randomUUID().toString();
  private final String campaign;

  /** Has a campaign made and funded, and returns when it is open. */
  ClaimLoad(String url, String walletUrl, LocalStack stack, String bootstrapServers) {
    this.url = url;
    this.stack = stack;
    String shop = "image-check-shop-" + run;
    WalletClient wallet = new WalletClient(walletUrl, stack.token(shop, "wallet", TOKEN_TTL));
    String id = wallet.openOrFind();
    new NewDeposit(id, ASSET, "1000").publish(bootstrapServers);
    Waiting.until("a deposit", PATIENCE, () -> wallet.balance(id, ASSET).version() > 0);
    GiveawayClient giveaway =
        new GiveawayClient(url, stack.token(shop, "giveaway.admin", TOKEN_TTL));
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    this.campaign =
        giveaway
            .make(
                "image-check-" + run,
                "Image check",
                ASSET,
                "0.01",
                "1000",
                now.minusSeconds(1),
                now.plus(TOKEN_TTL))
            .id();
    Waiting.until(
        "the funding of a campaign",
        PATIENCE,
        () -> giveaway.campaign(campaign).status().equals("open"));
  }

  @Override
  public int senders() {
    return SENDERS;
  }

  @Override
  public HttpRequest request(int sender, int number) {
    return HttpRequest.newBuilder(URI.create(url + "/v1/campaigns/" + campaign + "/claims"))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + token(sender, number))
        .POST(HttpRequest.BodyPublishers.noBody())
        .build();
  }

  @Override
  public int expected() {
    return ACCEPTED;
  }

  /** Whoever claims again gets the same claim; each has to end as credited. */
  @Override
  public String verify(int[] answered) {
    ServiceApi api = new ServiceApi("giveaway", url, TIMEOUT);
    int all = 0;
    for (int sender = 0; sender < SENDERS; sender++) {
      for (int number = 0; number < answered[sender]; number++) {
        String token = token(sender, number);
        String claim = api.send(request(sender, number)).path("id").asText();
        Waiting.until(
            "the credit of an accepted claim",
            PATIENCE,
            () -> {
              JsonNode now = api.send(api.request("/v1/claims/" + claim, token).GET().build());
              return now.path("status").asText().equals("credited");
            });
        all++;
      }
    }
    return "every claim that was accepted is credited: " + all;
  }

  private String token(int sender, int number) {
    return stack.token("image-check-" + run + "-" + sender + "-" + number, "wallet", TOKEN_TTL);
  }
}
