package dev.spillway.loadtests.rehearse;

import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.loadtests.http.OpenLoop;
import dev.spillway.loadtests.http.Schedule;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Constant load by the open model, all the time that a rehearsal takes: of five requests three
 * transfers, each with a key and a reference of its own, a look at a balance and one at entries.
 * What came of each is remembered, so that the books can be asked about every single one.
 */
final class Traffic implements AutoCloseable {
  /** Longer than any rehearsal. */
  private static final Duration LENGTH = Duration.ofHours(2);

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int CONNECTIONS = 256;
  private static final int CYCLE = 5;
  private static final int TRANSFERS_OF_IT = 3;

  private final String run;
  private final int port;
  private final List<String> tokens;
  private final OpenLoop loop;
  private final Thread sender;
  private final List<Sent> sent = new ArrayList<>();

  /**
   * What came of a request.
   *
   * @param status 0 while there is no answer
   * @param failure why there will be none
   */
  record Sent(int status, @Nullable String failure, long millis) {}

  /**
   * @param run what the references begin with
   * @param tokens of the owners of the seeded wallets
   */
  Traffic(String run, int port, List<String> tokens, double perSecond) {
    this.run = run;
    this.port = port;
    this.tokens = List.copyOf(tokens);
    loop = new OpenLoop(CONNECTIONS, Set.of(port));
    sender =
        Thread.ofPlatform()
            .name("traffic")
            .start(
                () -> {
                  try {
                    loop.send(
                        Schedule.constant(perSecond, LENGTH),
                        new Requests(),
                        new Answers(),
                        PATIENCE);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
  }

  /** How many requests have been sent so far. */
  int sent() {
    synchronized (sent) {
      return sent.size();
    }
  }

  /** What came of the requests from one on; of those under way not much has yet. */
  List<Sent> since(int first) {
    synchronized (sent) {
      return List.copyOf(sent.subList(first, sent.size()));
    }
  }

  /** Sends no more and returns when all is answered, or will not be. */
  void stop() throws InterruptedException {
    loop.stop();
    sender.join();
  }

  static boolean isTransfer(int number) {
    return number % CYCLE < TRANSFERS_OF_IT;
  }

  String reference(int number) {
    return run + "-" + number;
  }

  int user(int number) {
    // Shifted with each cycle, or the same users would always do the same.
    return (number + number / CYCLE) % tokens.size();
  }

  /** The body of a transfer, the same every time. */
  String body(int number) {
    int giver = user(number);
    int taker = (giver + 1 + number / tokens.size()) % tokens.size();
    return "{\"from\":\"%s\",\"to\":\"%s\",\"asset\":\"%s\",\"amount\":\"0.000001\",\"reference\":\"%s\"}"
        .formatted(
            SeededWallets.wallet(giver),
            SeededWallets.wallet(taker == giver ? (giver + 1) % tokens.size() : taker),
            SeededWallets.ASSET.code(),
            reference(number));
  }

  private final class Requests implements OpenLoop.Script {
    @Override
    public int next() {
      synchronized (sent) {
        sent.add(new Sent(0, null, 0));
        return sent.size() - 1;
      }
    }

    @Override
    public int port(int number) {
      return port;
    }

    @Override
    public ByteBuf request(int number, ByteBufAllocator allocator) {
      String text =
          isTransfer(number)
              ? post(number)
              : head(
                      "GET",
                      "/v1/wallets/" + SeededWallets.wallet(user(number)) + "/balances",
                      number)
                  + "\r\n";
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      return allocator.buffer(bytes.length).writeBytes(bytes);
    }

    private String read(int number) {
      String what = number % CYCLE == TRANSFERS_OF_IT ? "/balances" : "/entries";
      return "/v1/wallets/" + SeededWallets.wallet(user(number)) + what;
    }

    private String post(int number) {
      String body = body(number);
      return head("POST", "/v1/transfers", number)
          + "Content-Type: application/json\r\nContent-Length: "
          + body.length()
          + "\r\nIdempotency-Key: "
          + reference(number)
          + "\r\n\r\n"
          + body;
    }

    private String head(String method, String path, int number) {
      return method
          + " "
          + path
          + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nAuthorization: Bearer "
          + tokens.get(user(number))
          + "\r\n";
    }
  }

  private final class Answers implements OpenLoop.Listener {
    @Override
    public void answered(
        int number, int status, boolean retryAfter, long dueNanos, long answeredNanos) {
      set(number, new Sent(status, null, TimeUnit.NANOSECONDS.toMillis(answeredNanos - dueNanos)));
    }

    @Override
    public void failed(int number, String why, long dueNanos) {
      set(number, new Sent(0, why, 0));
    }

    private void set(int number, Sent outcome) {
      synchronized (sent) {
        sent.set(number, outcome);
      }
    }
  }

  @Override
  public void close() {
    loop.stop();
    try {
      sender.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    loop.close();
  }
}
