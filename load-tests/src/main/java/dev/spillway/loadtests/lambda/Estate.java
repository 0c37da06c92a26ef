package dev.spillway.loadtests.lambda;

import dev.spillway.wallet.ledger.Answer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The execution environments of one account. A request gets a warm environment when one is free,
 * else a new one is made for it, up to the account's limit; so there are as many as there were ever
 * requests at once, and each has its session to the database from its making to its end.
 *
 * <p>An environment whose making fails, or whose session is lost, ends. One that has not been used
 * for long ends too.
 */
public final class Estate implements AutoCloseable {
  /** What the gateway says when the account is at its limit. */
  static final Answer THROTTLED = new Answer(429, null, "{\"message\":\"Too Many Requests\"}");

  /** What the gateway says when a function has failed. */
  static final Answer FAILED = new Answer(502, null, "{\"message\":\"Internal server error\"}");

  private static final Duration SWEEP = Duration.ofSeconds(1);

  private static final String TOO_MANY_CONNECTIONS = "53300";
  private static final String CONNECTION_EXCEPTION = "08";

  private final LambdaSettings settings;
  private final DatabaseAccess access;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** The one used last stands first, so that the others can grow old. Guarded by this. */
  private final Deque<Environment> idle = new ArrayDeque<>();

  private int environments;
  private long coldStarts;
  private long throttled;
  private long connectionsRefused;
  private long failed;

  private record Environment(DatabaseAccess.Session session, long usedNanos) {}

  /**
   * How things stand, and what has happened since the start.
   *
   * @param environments being made, busy or idle
   * @param connectionsRefused by the server, because it had no more
   * @param failed invocations, those without a connection among them
   */
  public record State(
      int environments,
      int idle,
      long coldStarts,
      long throttled,
      long connectionsRefused,
      long failed) {}

  public Estate(LambdaSettings settings, DatabaseAccess access) {
    this.settings = settings;
    this.access = access;
    threads.execute(this::sweep);
  }

  /** Answers once, at once or on another thread. */
  public void invoke(Handler handler, Consumer<Answer> answered) {
    Environment warm;
    synchronized (this) {
      warm = idle.pollFirst();
      if (warm == null && environments == settings.concurrency()) {
        throttled++;
        answered.accept(THROTTLED);
        return;
      }
      if (warm == null) {
        environments++;
        coldStarts++;
      }
    }
    threads.execute(
        () -> answered.accept(warm == null ? startAndRun(handler) : run(warm.session(), handler)));
  }

  public synchronized State state() {
    return new State(environments, idle.size(), coldStarts, throttled, connectionsRefused, failed);
  }

  private Answer startAndRun(Handler handler) {
    DatabaseAccess.Session session = null;
    try {
      Thread.sleep(settings.coldStart());
      session = access.open();
    } catch (SQLException e) {
      return ended(null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ended(null, null);
    }
    return run(session, handler);
  }

  private Answer run(DatabaseAccess.Session session, Handler handler) {
    try {
      Answer answer = session.run(handler);
      keep(session);
      return answer;
    } catch (SQLException e) {
      String state = e.getSQLState();
      if (state == null || state.startsWith(CONNECTION_EXCEPTION)) {
        return ended(session, e);
      }
      keep(session);
      synchronized (this) {
        failed++;
      }
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ended(session, null);
    }
  }

  private synchronized void keep(DatabaseAccess.Session session) {
    idle.addFirst(new Environment(session, System.nanoTime()));
  }

  private Answer ended(DatabaseAccess.@Nullable Session session, @Nullable SQLException why) {
    if (session != null) {
      session.close();
    }
    synchronized (this) {
      environments--;
      failed++;
      if (why != null && TOO_MANY_CONNECTIONS.equals(why.getSQLState())) {
        connectionsRefused++;
      }
    }
    return FAILED;
  }

  private void sweep() {
    try {
      while (true) {
        Thread.sleep(SWEEP);
        for (Environment old : takeOld()) {
          old.session().close();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<Environment> takeOld() {
    List<Environment> old = new ArrayList<>();
    long now = System.nanoTime();
    while (!idle.isEmpty() && now - idle.getLast().usedNanos() > settings.idle().toNanos()) {
      old.add(idle.removeLast());
    }
    environments -= old.size();
    return old;
  }

  /** Ends every environment; requests under way are cut off. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      idle.forEach(environment -> environment.session().close());
      idle.clear();
    }
    access.close();
  }
}
