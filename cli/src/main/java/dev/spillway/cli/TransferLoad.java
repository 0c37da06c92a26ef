package dev.spillway.cli;

import dev.spillway.localstack.LocalStack;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Every sender has a funded wallet and pays one and the same receiver, a cent at a time. */
final class TransferLoad implements SentLoad {

  private static final int SENDERS = 8;
  private static final String ASSET = "USDT";
  private static final Duration TOKEN_TTL = Duration.ofMinutes(30);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int CREATED = 201;

  private final String url;
  private final List<String> tokens;
  private final List<String> wallets;
  private final String receiver;
  private final String run = UUID.randomUUID().toString();

  /** Opens the wallets and waits until they are funded. */
  TransferLoad(String url, LocalStack stack, String bootstrapServers) {
    this.url = url;
    this.tokens =
        IntStream.range(0, SENDERS)
            .mapToObj(
                sender -> stack.token("image-check-" + run + "-" + sender, "wallet", TOKEN_TTL))
            .toList();
    this.receiver =
        new WalletClient(url, stack.token("image-check-" + run, "wallet", TOKEN_TTL)).openOrFind();
    this.wallets = new ArrayList<>();
    for (String token : tokens) {
      String wallet = new WalletClient(url, token).openOrFind();
      new NewDeposit(wallet, ASSET, "1000").publish(bootstrapServers);
      wallets.add(wallet);
    }
    for (int sender = 0; sender < SENDERS; sender++) {
      WalletClient client = new WalletClient(url, tokens.get(sender));
      String wallet = wallets.get(sender);
      Waiting.until("a deposit", PATIENCE, () -> client.balance(wallet, ASSET).version() > 0);
    }
  }

  @Override
  public int senders() {
    return SENDERS;
  }

  @Override
  public HttpRequest request(int sender, int number) {
    String body =
        """
        {"from":"%s","to":"%s","asset":"%s","amount":"0.01","reference":"image check"}
        """
            .formatted(wallets.get(sender), receiver, ASSET);
    return HttpRequest.newBuilder(URI.create(url + "/v1/transfers"))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + tokens.get(sender))
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", "image-check-" + number)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  @Override
  public int expected() {
    return CREATED;
  }

  @Override
  public String verify(int[] answered) {
    int all = 0;
    for (int sender = 0; sender < SENDERS; sender++) {
      long paid =
          new WalletClient(url, tokens.get(sender))
              .entries(wallets.get(sender), ASSET).stream()
                  .filter(entry -> entry.amount().signum() < 0)
                  .count();
      if (paid != answered[sender]) {
        throw new CommandFailedException(
            "of sender %d, %d transfers were acknowledged and %d are in the books"
                .formatted(sender, answered[sender], paid));
      }
      all += answered[sender];
    }
    return "every transfer that was acknowledged is in the books once, and no other: " + all;
  }
}
