package dev.spillway.localstack.kafka;

import dev.spillway.localstack.Part;
import dev.spillway.localstack.process.Executables;
import dev.spillway.localstack.process.PidFile;
import dev.spillway.localstack.process.Ports;
import dev.spillway.localstack.process.ServerProcess;
import dev.spillway.localstack.process.ServerProcess.Launch;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedMap;

/** One Kafka node, broker and controller at once (KRaft), on the loopback address alone. */
public final class KafkaBroker implements Part {

  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
  private static final int ANSWER_TIMEOUT_MILLIS = 1_000;
  private static final short API_VERSIONS = 18;

  private final int port;
  private final int controllerPort;
  private final Path parts;
  private final Path directory;
  private final ServerProcess process;

  /**
   * @param state the directory of the local stack's state
   * @param parts where programs are unpacked, once for all runs
   * @param controllerPort a second port, for the controller's own use
   */
  public KafkaBroker(Path state, Path parts, int port, int controllerPort) {
    this.port = port;
    this.controllerPort = controllerPort;
    this.parts = parts;
    this.directory = state.resolve("kafka");
    this.process =
        new ServerProcess(
            name(), new PidFile(state.resolve("run/kafka.pid")), state.resolve("logs/kafka.log"));
  }

  @Override
  public String name() {
    return "Kafka";
  }

  @Override
  public int port() {
    return port;
  }

  /** The bootstrap server. */
  @Override
  public String url() {
    return "localhost:" + port;
  }

  /** The port of the controller listener. */
  public int controllerPort() {
    return controllerPort;
  }

  @Override
  public void start() {
    if (isRunning()) {
      stop();
    }
    Ports.requireFree(port, name());
    Ports.requireFree(controllerPort, name() + "'s controller");
    Path jars = BrokerJars.unpackedIn(parts);
    writeConfiguration();
    FormattedStorage.copyTo(data(), jars, parts);
    process.start(new Launch(command(jars), Map.of(), directory), this::answers, START_TIMEOUT);
  }

  @Override
  public void stop() {
    process.stop("TERM", STOP_TIMEOUT);
  }

  @Override
  public void kill() {
    process.kill();
  }

  @Override
  public boolean isRunning() {
    return process.handle().isPresent();
  }

  @Override
  public boolean isHealthy() {
    return isRunning() && answers();
  }

  @Override
  public SequencedMap<String, String> quarkusConfig() {
    return new LinkedHashMap<>(Map.of("kafka.bootstrap.servers", url()));
  }

  @Override
  public OptionalLong pid() {
    return process.pid();
  }

  private List<String> command(Path jars) {
    return List.of(
        Executables.java(),
        "-Xmx384m",
        "-XX:+UseSerialGC",
        "-XX:+UseCompactObjectHeaders",
        // The first orderly stop leaves an archive of the loaded classes, which shortens every
        // later start.
        "-XX:+AutoCreateSharedArchive",
        "-XX:SharedArchiveFile=" + parts.resolve("kafka-" + BrokerJars.VERSION + ".jsa"),
        "-Xlog:disable",
        "-Dlog4j2.configurationFile=" + logging(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        jars.resolve("*").toString(),
        "kafka.Kafka",
        properties().toString());
  }

  private void writeConfiguration() {
    try {
      Files.createDirectories(directory);
      Files.writeString(properties(), BrokerSettings.text(port, controllerPort, data()));
      Files.writeString(logging(), BrokerSettings.LOGGING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path properties() {
    return directory.resolve("server.properties");
  }

  private Path logging() {
    return directory.resolve("log4j2.properties");
  }

  private Path data() {
    return directory.resolve("data");
  }

  /**
   * Asks for the API versions, the first thing that every client does; an open port alone says too
   * little.
   */
  private boolean answers() {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_TIMEOUT_MILLIS);
      socket.setSoTimeout(ANSWER_TIMEOUT_MILLIS);
      var out = new DataOutputStream(socket.getOutputStream());
      int requestBytes = Short.BYTES + Short.BYTES + Integer.BYTES + Short.BYTES;
      out.writeInt(requestBytes);
      out.writeShort(API_VERSIONS);
      out.writeShort(0); // version of the request
      out.writeInt(1); // correlation id
      out.writeShort(-1); // no client id
      out.flush();
      return new DataInputStream(socket.getInputStream()).readInt() > 0;
    } catch (IOException e) {
      return false;
    }
  }
}
