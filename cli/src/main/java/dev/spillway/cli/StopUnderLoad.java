package dev.spillway.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends requests while a service is told to stop. A sender goes on until it is told to come again,
 * and then goes elsewhere, as the proxies before a pod do; whoever stayed would knock at the very
 * moment at which the door is taken away. A request is lost when it was sent and had no answer, or
 * one that does not say whether it may be sent again.
 */
final class StopUnderLoad {

  private static final int TRY_LATER = 503;
  private static final int TOO_MANY = 429;
  private static final Duration BEFORE = Duration.ofSeconds(3);
  private static final Duration AFTER = Duration.ofSeconds(60);

  /** A caller may send fifty a second. */
  private static final Duration PAUSE = Duration.ofMillis(30);

  private final SentLoad load;
  private final int[] answered;
  private final AtomicInteger comeAgain = new AtomicInteger();
  private final AtomicInteger notConnected = new AtomicInteger();
  private final List<String> lost = new CopyOnWriteArrayList<>();
  private volatile boolean stopping;

  StopUnderLoad(SentLoad load) {
    this.load = load;
    this.answered = new int[load.senders()];
  }

  /**
   * Sends for a while, then lets {@code terminate} have its way, and returns when every sender has
   * gone elsewhere.
   */
  void run(Runnable terminate) {
    List<HttpClient> clients = new ArrayList<>();
    ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    try {
      for (int sender = 0; sender < load.senders(); sender++) {
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        clients.add(client);
        int each = sender;
        senders.execute(() -> send(client, each));
      }
      Thread.sleep(BEFORE);
      stopping = true;
      terminate.run();
      senders.shutdown();
      if (!senders.awaitTermination(AFTER.toSeconds(), TimeUnit.SECONDS)) {
        throw new CommandFailedException(
            "the service still takes requests " + AFTER + " after SIGTERM");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted while the service was stopping", e);
    } finally {
      senders.shutdownNow();
      clients.forEach(HttpClient::shutdownNow);
    }
    if (!lost.isEmpty()) {
      throw new CommandFailedException(
          lost.size() + " requests were lost, such as: " + lost.getFirst());
    }
  }

  /** How many of each sender's requests had the answer that was expected. */
  int[] answered() {
    return answered.clone();
  }

  /** For people. */
  String summary() {
    int all = 0;
    for (int each : answered) {
      all += each;
    }
    return "%,d answered %d, %d told to come again, %d not taken any more, %d lost"
        .formatted(all, load.expected(), comeAgain.get(), notConnected.get(), lost.size());
  }

  private void send(HttpClient client, int sender) {
    try {
      // A key that had no effect is not used again: numbers count what was done.
      while (true) {
        HttpRequest request = load.request(sender, answered[sender]);
        try {
          if (!isWelcome(sender, client.send(request, HttpResponse.BodyHandlers.ofString()))) {
            return;
          }
        } catch (ConnectException e) {
          notConnected.incrementAndGet();
          return;
        } catch (IOException e) {
          lost.add(request.method() + " " + request.uri().getPath() + ": " + e);
          if (stopping) {
            return;
          }
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Counts an answer; false when it says that the sender should go elsewhere. */
  private boolean isWelcome(int sender, HttpResponse<String> response) {
    int status = response.statusCode();
    boolean saysWhen = response.headers().firstValue("Retry-After").isPresent();
    if (status == load.expected()) {
      answered[sender]++;
    } else if ((status == TRY_LATER || status == TOO_MANY) && saysWhen) {
      comeAgain.incrementAndGet();
      return !(stopping && status == TRY_LATER);
    } else {
      lost.add(status + " " + response.body());
    }
    return true;
  }
}
