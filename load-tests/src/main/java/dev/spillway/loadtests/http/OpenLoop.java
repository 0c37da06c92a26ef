package dev.spillway.loadtests.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An open model: requests come at the times of a schedule whatever the service does with them, as a
 * crowd does. Everything is told with the time that a request was due, so that a service that holds
 * the generator up cannot hide it.
 *
 * <p>One thread and kept connections, one request at a time on each. A request that finds none free
 * is not sent and told as such; many of those would mean that the rate was not what was asked for.
 */
public final class OpenLoop implements AutoCloseable {

  /** Which requests are made. Called by one thread. */
  public interface Script {
    /** The kind of the next request, a number that the listener knows. */
    int next();

    /** The port that requests of a kind go to. */
    int port(int kind);

    /** A request of a kind, which has not been made before. */
    ByteBuf request(int kind, ByteBufAllocator allocator);
  }

  /** Hears of every request, once. Called by one thread. */
  public interface Listener {
    /**
     * @param retryAfter whether the answer says when to come again
     * @param dueNanos after the beginning of the schedule
     * @param answeredNanos likewise
     */
    void answered(int kind, int status, boolean retryAfter, long dueNanos, long answeredNanos);

    /**
     * The request has no answer.
     *
     * @param why in a word or two
     */
    void failed(int kind, String why, long dueNanos);
  }

  /** What is told of a request for which no connection was free. */
  public static final String UNSENT = "unsent";

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Opening all at once would be more than the accept queue of a server holds. */
  private static final int OPENED_A_TICK = 64;

  private static final Duration POLL = Duration.ofMillis(20);

  /** A server that does not even take connections is measured as what it is. */
  private static final Duration CONNECTING = Duration.ofSeconds(10);

  private final int connections;
  private final Connector connector = new Connector();

  /** By number; their state and {@link #run} are touched by the event loop only. */
  private final Map<Integer, Port> ports;

  private @Nullable Run run;

  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * @param connections to each port: what can be under way at once
   * @param ports all that scripts will name
   */
  public OpenLoop(int connections, Set<Integer> ports) {
    this.connections = connections;
    this.ports = ports.stream().collect(Collectors.toUnmodifiableMap(port -> port, Port::new));
    connector.every(TICK_NANOS, this::tick);
  }

  /** Returns when every connection is open, or when some will not be. */
  public void connect() throws InterruptedException {
    await(() -> ports.values().stream().allMatch(Port::isReady), CONNECTING);
  }

  /**
   * Sends what the schedule says and returns when all is answered, or the patience is over; what is
   * under way then has failed.
   */
  public void send(Schedule schedule, Script script, Listener listener, Duration patience)
      throws InterruptedException {
    connect();
    Run sending = onLoop(() -> run = new Run(schedule, script, listener));
    var ended = stopped.await(schedule.length().toNanos(), TimeUnit.NANOSECONDS);
    if (ended) {
      onLoop(sending::endNow);
    }
    if (!await(sending::isOver, patience)) {
      onLoop(sending::cutOff);
      await(sending::isOver, CONNECTING);
    }
    onLoop(() -> run = null);
  }

  /** Whoever sends sends no more, and returns when what is under way is answered. */
  public void stop() {
    stopped.countDown();
  }

  private boolean await(Supplier<Boolean> condition, Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (!onLoop(condition)) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(POLL);
    }
    return true;
  }

  private <T extends @Nullable Object> T onLoop(Supplier<T> task) throws InterruptedException {
    CompletableFuture<T> done = new CompletableFuture<>();
    connector.execute(
        () -> {
          try {
            done.complete(task.get());
          } catch (RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    try {
      return done.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the generator broke", e);
    }
  }

  private void tick() {
    ports.values().forEach(Port::openMore);
    Run sending = run;
    if (sending != null) {
      try {
        sending.sendDue();
      } catch (RuntimeException e) {
        // Thrown on, it would end the ticking, and whoever waits would not learn why.
        sending.broken = e;
        run = null;
      }
    }
  }

  @Override
  public void close() {
    connector.close();
  }

  private final class Run {
    private final Schedule schedule;
    private final Script script;
    private final Listener listener;
    private long requests;
    private final long startNanos = System.nanoTime();
    private long next;
    private long underWay;
    private boolean cuttingOff;
    private @Nullable RuntimeException broken;

    Run(Schedule schedule, Script script, Listener listener) {
      this.schedule = schedule;
      this.script = script;
      this.listener = listener;
      requests = schedule.requests();
    }

    boolean isOver() {
      if (broken != null) {
        throw new IllegalStateException("the script broke", broken);
      }
      return next == requests && underWay == 0;
    }

    void sendDue() {
      long elapsed = System.nanoTime() - startNanos;
      for (; next < requests; next++) {
        long due = schedule.dueNanos(next);
        if (due > elapsed) {
          return;
        }
        int kind = script.next();
        Port port = Objects.requireNonNull(ports.get(script.port(kind)));
        Connection connection = port.take();
        if (connection == null) {
          listener.failed(kind, UNSENT, due);
        } else {
          underWay++;
          connection.send(
              script.request(kind, connection.context().alloc()),
              new Connection.Sent(kind, startNanos + due));
        }
      }
    }

    void answered(Connection.Reply reply, Connection.Sent request) {
      underWay--;
      listener.answered(
          request.kind(),
          reply.status(),
          reply.retryAfter(),
          request.startNanos() - startNanos,
          System.nanoTime() - startNanos);
    }

    void lost(Connection.Sent request) {
      underWay--;
      listener.failed(
          request.kind(),
          cuttingOff ? "no answer" : "connection lost",
          request.startNanos() - startNanos);
    }

    boolean endNow() {
      requests = next;
      return true;
    }

    /** Gives up on what is under way; it is told of as its connections close. */
    boolean cutOff() {
      cuttingOff = true;
      ports.values().forEach(port -> List.copyOf(port.busy).forEach(Connection::close));
      return true;
    }
  }

  /** The connections to one port. */
  private final class Port implements Connection.Owner {
    private final int number;
    private final ArrayDeque<Connection> free = new ArrayDeque<>();
    private final Set<Connection> busy = new HashSet<>();

    /** Being opened, free or busy. */
    private int open;

    Port(int number) {
      this.number = number;
    }

    boolean isReady() {
      return free.size() == connections;
    }

    void openMore() {
      for (int i = 0; i < OPENED_A_TICK && open < connections; i++) {
        open++;
        connector.open(number, this);
      }
    }

    /**
     * A free one that is still there; the one unused for longest, so that none is kept idle until
     * the server closes it, just when a request may be on its way.
     */
    @Nullable Connection take() {
      Connection connection = free.pollFirst();
      while (connection != null && !connection.context().channel().isActive()) {
        connection = free.pollFirst();
      }
      if (connection != null) {
        busy.add(connection);
      }
      return connection;
    }

    @Override
    public void idle(Connection connection) {
      busy.remove(connection);
      free.addLast(connection);
    }

    @Override
    public void answered(Connection.Reply reply, Connection.Sent request) {
      if (run != null) {
        run.answered(reply, request);
      }
    }

    @Override
    public void lost(
        @Nullable Connection gone, Connection.@Nullable Sent underWay, @Nullable Throwable why) {
      open--;
      if (gone != null) {
        busy.remove(gone);
        free.remove(gone);
      }
      if (run != null && underWay != null) {
        run.lost(underWay);
      }
    }
  }
}
