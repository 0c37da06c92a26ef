package dev.spillway.localstack.valkey;

import dev.spillway.localstack.Part;
import dev.spillway.localstack.process.PidFile;
import dev.spillway.localstack.process.Ports;
import dev.spillway.localstack.process.ServerProcess;
import dev.spillway.localstack.process.ServerProcess.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedMap;

/** A server that speaks Valkey's protocol, on the loopback address alone. */
public final class ValkeyServer implements Part {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
  private static final int ANSWER_TIMEOUT_MILLIS = 1_000;

  private final int port;
  private final Path parts;
  private final Path data;
  private final ServerProcess process;

  /**
   * @param state the directory of the local stack's state
   * @param parts where programs are unpacked, once for all runs
   */
  public ValkeyServer(Path state, Path parts, int port) {
    this.port = port;
    this.parts = parts;
    this.data = state.resolve("valkey");
    this.process =
        new ServerProcess(
            name(), new PidFile(state.resolve("run/valkey.pid")), state.resolve("logs/valkey.log"));
  }

  @Override
  public String name() {
    return "Valkey";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String url() {
    return "redis://localhost:" + port;
  }

  @Override
  public void start() {
    if (isRunning()) {
      stop();
    }
    Ports.requireFree(port, name());
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command =
        List.of(
            ValkeyBinary.unpackedIn(parts).toString(),
            "--bind",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--dir",
            data.toString(),
            "--appendonly",
            "yes",
            "--save",
            "",
            "--maxmemory",
            "256mb",
            // Only what may be lost carries an expiry.
            "--maxmemory-policy",
            "volatile-lru");
    process.start(
        new Launch(command, Map.of(), data), () -> answers("PING", "+PONG"), START_TIMEOUT);
  }

  @Override
  public void stop() {
    process.stop("TERM", STOP_TIMEOUT);
  }

  @Override
  public void kill() {
    process.kill();
  }

  /** Empties it, as a lost cache would be found empty. */
  public void flush() {
    if (!answers("FLUSHALL", "+OK")) {
      throw new IllegalStateException("Valkey did not take FLUSHALL");
    }
  }

  @Override
  public boolean isRunning() {
    return process.handle().isPresent();
  }

  @Override
  public boolean isHealthy() {
    return isRunning() && answers("PING", "+PONG");
  }

  @Override
  public SequencedMap<String, String> quarkusConfig() {
    return new LinkedHashMap<>(Map.of("quarkus.redis.hosts", url()));
  }

  @Override
  public OptionalLong pid() {
    return process.pid();
  }

  private boolean answers(String command, String expected) {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_TIMEOUT_MILLIS);
      socket.setSoTimeout(ANSWER_TIMEOUT_MILLIS);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(expected.length());
      return new String(answer, StandardCharsets.US_ASCII).equals(expected);
    } catch (IOException e) {
      return false;
    }
  }
}
