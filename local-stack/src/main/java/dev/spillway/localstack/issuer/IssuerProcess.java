package dev.spillway.localstack.issuer;

import dev.spillway.localstack.Part;
import dev.spillway.localstack.process.Executables;
import dev.spillway.localstack.process.PidFile;
import dev.spillway.localstack.process.Ports;
import dev.spillway.localstack.process.ServerProcess;
import dev.spillway.localstack.process.ServerProcess.Launch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedMap;

/** The token issuer in a process that outlives this JVM. */
public final class IssuerProcess implements Part {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  private final Path state;
  private final int port;
  private final ServerProcess process;

  public IssuerProcess(Path state, int port) {
    this.state = state;
    this.port = port;
    this.process =
        new ServerProcess(
            name(), new PidFile(state.resolve("run/issuer.pid")), state.resolve("logs/issuer.log"));
  }

  @Override
  public String name() {
    return "Token issuer";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String url() {
    return TokenIssuer.url(port);
  }

  @Override
  public void start() {
    if (isRunning()) {
      stop();
    }
    Ports.requireFree(port, name());
    List<String> command =
        List.of(
            Executables.java(),
            "-Xmx32m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            IssuerMain.class.getName(),
            state.toString(),
            Integer.toString(port));
    process.start(new Launch(command, Map.of(), state), () -> Ports.accepts(port), START_TIMEOUT);
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
    return isRunning() && Ports.accepts(port);
  }

  @Override
  public SequencedMap<String, String> quarkusConfig() {
    return new LinkedHashMap<>(Map.of("quarkus.oidc.auth-server-url", url()));
  }

  @Override
  public OptionalLong pid() {
    return process.pid();
  }
}
