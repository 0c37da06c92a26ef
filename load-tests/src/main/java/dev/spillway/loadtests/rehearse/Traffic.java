package dev.spillway.loadtests.rehearse;

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
 * Constant load by the open model, all the time that a rehearsal takes. What came of each request
 * is remembered, so that the books can be asked about every single one.
 */
final class Traffic implements AutoCloseable {
  /** Longer than any rehearsal. */
  private static final Duration LENGTH = Duration.ofHours(2);

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** What is without an answer for so long has none: the proxy gives up long before. */
  private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(1);

  private static final Duration POLL = Duration.ofMillis(20);
  private static final int CONNECTIONS = 256;

  private final Requests requests;
  private final OpenLoop loop;
  private final Thread sender;
  private final List<Sent> sent = new ArrayList<>();

  /**
   * What came of a request.
   *
   * @param status 0 while there is no answer
   * @param failure why there will be none
   */
  record Sent(int status, @Nullable String failure, long millis) {
    boolean isUnderWay() {
      return status == 0 && failure == null;
    }
  }

  /**
   * @param port where they go
   */
  Traffic(Requests requests, int port, double perSecond) {
    this.requests = requests;
    loop = new OpenLoop(CONNECTIONS, Set.of(port));
    sender =
        Thread.ofPlatform()
            .name("traffic")
            .start(
                () -> {
                  try {
                    loop.send(
                        Schedule.constant(perSecond, LENGTH),
                        new Script(port),
                        new Answers(),
                        PATIENCE);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
  }

  Requests requests() {
    return requests;
  }

  /** How many requests have been sent so far. */
  int sent() {
    synchronized (sent) {
      return sent.size();
    }
  }

  /**
   * What came of the requests from one on that have been sent so far. Returns when it is known of
   * each: one that is still under way may yet fail.
   */
  List<Sent> since(int first) throws InterruptedException {
    int last = sent();
    long deadline = System.nanoTime() + ANSWERED_WITHIN.toNanos();
    List<Sent> outcomes = outcomes(first, last);
    while (outcomes.stream().anyMatch(Sent::isUnderWay)) {
      if (System.nanoTime() - deadline > 0) {
        return outcomes.stream()
            .map(it -> it.isUnderWay() ? new Sent(0, "no answer", 0) : it)
            .toList();
      }
      Thread.sleep(POLL);
      outcomes = outcomes(first, last);
    }
    return outcomes;
  }

  private List<Sent> outcomes(int first, int last) {
    synchronized (sent) {
      return List.copyOf(sent.subList(first, last));
    }
  }

  /** Sends no more and returns when all is answered, or will not be. */
  void stop() throws InterruptedException {
    loop.stop();
    sender.join();
  }

  private final class Script implements OpenLoop.Script {
    private final int port;

    Script(int port) {
      this.port = port;
    }

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
      byte[] bytes = requests.text(number).getBytes(StandardCharsets.US_ASCII);
      return allocator.buffer(bytes.length).writeBytes(bytes);
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
