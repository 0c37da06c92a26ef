package dev.spillway.cli;

import dev.spillway.localstack.LocalStack;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Every sender makes campaigns. Without a wallet service nobody funds them, so nothing comes of
 * them; but each that is acknowledged has been written down.
 */
final class CampaignLoad implements SentLoad {

  private static final int SENDERS = 4;
  private static final Duration TOKEN_TTL = Duration.ofMinutes(30);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int CREATED = 201;

  private final String url;
  private final List<String> tokens;
  private final String run = UUID.randomUUID().toString();

  CampaignLoad(String url, LocalStack stack) {
    this.url = url;
    this.tokens =
        IntStream.range(0, SENDERS)
            .mapToObj(
                sender ->
                    stack.token("image-check-" + run + "-" + sender, "giveaway.admin", TOKEN_TTL))
            .toList();
  }

  @Override
  public int senders() {
    return SENDERS;
  }

  @Override
  public HttpRequest request(int sender, int number) {
    String body =
        """
        {"name":"image check","asset":"USDT","amountPerClaim":"1","budget":"2",\
        "startsAt":"2030-01-01T00:00:00Z","endsAt":"2030-01-02T00:00:00Z"}
        """;
    return HttpRequest.newBuilder(URI.create(url + "/v1/campaigns"))
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

  /** The keys of what was acknowledged come back as replays of it, each a campaign of its own. */
  @Override
  public String verify(int[] answered) {
    Set<String> campaigns = Collections.synchronizedSet(new HashSet<>());
    List<String> missing = new ArrayList<>();
    ServiceApi api = new ServiceApi("giveaway", url, TIMEOUT);
    int all = 0;
    for (int sender = 0; sender < SENDERS; sender++) {
      for (int number = 0; number < answered[sender]; number++) {
        String id = api.send(request(sender, number)).path("id").asText();
        if (!campaigns.add(id)) {
          missing.add(id);
        }
        all++;
      }
    }
    if (!missing.isEmpty()) {
      throw new CommandFailedException("campaigns were acknowledged and are not there: " + missing);
    }
    return "every campaign that was acknowledged is there: " + all;
  }
}
