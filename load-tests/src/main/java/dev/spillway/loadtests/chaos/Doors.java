package dev.spillway.loadtests.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The pods as a client sees them through a load balancer that knows nothing of their health: each
 * try goes to one of them, and what is not answered for good is sent again, to the next one, until
 * it is. That is what a key is for.
 */
final class Doors implements AutoCloseable {
  /** Shorter than a freeze, longer than any answer of a service that is well. */
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  /** What ends an operation of the wallet service. */
  static final Set<Integer> OF_WALLETS = Set.of(200, 201, 422);

  /** What ends an operation of the giveaway service. */
  static final Set<Integer> OF_GIVEAWAYS = Set.of(200, 201, 202, 409);

  /** These say that the same request may be sent again. */
  private static final Set<Integer> LATER = Set.of(429, 503);

  private static final int LEAST_PAUSE_MILLIS = 20;
  private static final int MOST_PAUSE_MILLIS = 120;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final List<URI> pods;
  private final Set<Integer> last;

  /**
   * @param last the statuses that end an operation
   */
  Doors(List<URI> pods, Set<Integer> last) {
    this.pods = pods;
    this.last = last;
  }

  /**
   * Posts until there is an answer.
   *
   * @param door which pod is tried first
   * @param deadline of {@link System#nanoTime}
   * @return nothing when the deadline came first, which the journal then says
   */
  Optional<Answer> post(
      User user,
      int door,
      String path,
      @Nullable String key,
      String body,
      Journal journal,
      long deadline)
      throws InterruptedException {
    for (int attempt = door; System.nanoTime() - deadline < 0; attempt++) {
      HttpRequest.Builder request =
          request(user, attempt, path)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body));
      if (key != null) {
        request.header("Idempotency-Key", key);
      }
      Optional<Answer> answer = send(request.build(), journal);
      if (answer.isPresent()) {
        return answer;
      }
      Thread.sleep(ThreadLocalRandom.current().nextInt(LEAST_PAUSE_MILLIS, MOST_PAUSE_MILLIS));
    }
    journal.require(false, "never answered", path + " " + key);
    return Optional.empty();
  }

  /** Asks one pod once. */
  Optional<Answer> get(User user, int door, String path, Journal journal)
      throws InterruptedException {
    return send(request(user, door, path).GET().build(), journal);
  }

  private HttpRequest.Builder request(User user, int door, String path) {
    return HttpRequest.newBuilder(pods.get(Math.floorMod(door, pods.size())).resolve(path))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + user.token());
  }

  private Optional<Answer> send(HttpRequest request, Journal journal) throws InterruptedException {
    HttpResponse<String> response;
    try {
      response = http.send(request, BodyHandlers.ofString());
    } catch (IOException unknown) {
      return Optional.empty();
    }
    boolean isFinal = last.contains(response.statusCode());
    journal.require(
        isFinal || LATER.contains(response.statusCode()),
        "an answer that no client should see",
        request.uri() + " " + response.statusCode() + " " + response.body());
    if (LATER.contains(response.statusCode())) {
      journal.require(
          response.headers().firstValue("Retry-After").isPresent(),
          "a refusal that does not say when to come again",
          request.uri() + " " + response.statusCode());
    }
    return isFinal
        ? Optional.of(
            new Answer(
                response.statusCode(),
                response.body(),
                response.headers().firstValue("Idempotency-Replayed").isPresent()))
        : Optional.empty();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
