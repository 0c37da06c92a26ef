package dev.spillway.edge.valkey;

import dev.spillway.localstack.valkey.ValkeyServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A server of its own and a door to it, for tests that kill, freeze and empty it. */
public final class ValkeyForTests implements AutoCloseable {
  public static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();
  private final ValkeyServer server;
  private final Redis direct;
  private final Valkey valkey;
  private long frozen;

  public ValkeyForTests(Path state) {
    int port = freePort();
    server =
        new ValkeyServer(state, Path.of("target", "local-stack", "parts").toAbsolutePath(), port);
    server.start();
    RedisOptions options =
        new RedisOptions().setConnectionString(server.url()).setMaxWaitingHandlers(16_384);
    new SilentConnections().customize("default", options);
    direct = Redis.createClient(vertx, server.url());
    valkey =
        new Valkey(
            vertx,
            Redis.createClient(vertx, options),
            RedisClientType.STANDALONE,
            new Config(),
            new SimpleMeterRegistry());
    valkey.start(new StartupEvent());
    await(valkey::isUp);
  }

  private record Config() implements ValkeyConfig {
    @Override
    public Duration timeout() {
      return TIMEOUT;
    }

    @Override
    public Duration probeEvery() {
      return Duration.ofMillis(50);
    }
  }

  public Valkey valkey() {
    return valkey;
  }

  public Vertx vertx() {
    return vertx;
  }

  public ValkeyServer server() {
    return server;
  }

  /** Sends a command on another connection than the one under test. */
  public @Nullable Response command(Command command, String... args) {
    Request request = Request.cmd(command);
    for (String arg : args) {
      request.arg(arg);
    }
    return direct.send(request).toCompletionStage().toCompletableFuture().join();
  }

  public void empty() {
    command(Command.FLUSHALL);
  }

  /** Stops the server's process in its tracks: connections stay open and nothing is answered. */
  public void freeze() {
    frozen = pid();
    signal("-STOP", frozen);
  }

  public void thaw() {
    signal("-CONT", frozen);
  }

  private long pid() {
    String info = String.valueOf(command(Command.INFO, "server"));
    return info.lines()
        .filter(line -> line.startsWith("process_id:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
        .findFirst()
        .orElseThrow();
  }

  private static void signal(String signal, long pid) {
    try {
      new ProcessBuilder("kill", signal, Long.toString(pid)).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + PATIENCE);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(10);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    valkey.stop(new ShutdownEvent());
    vertx.close().toCompletionStage().toCompletableFuture().join();
    server.stop();
  }
}
