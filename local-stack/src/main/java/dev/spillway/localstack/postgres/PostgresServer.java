package dev.spillway.localstack.postgres;

import dev.spillway.localstack.Part;
import dev.spillway.localstack.process.PidFile;
import dev.spillway.localstack.process.Ports;
import dev.spillway.localstack.process.ServerProcess;
import dev.spillway.localstack.process.ServerProcess.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * A PostgreSQL server whose commits are durable ({@code fsync} and {@code synchronous_commit} on),
 * on the loopback address alone, with one database and one user, both called {@code spillway}.
 */
public final class PostgresServer implements Part {

  public static final String DATABASE = "spillway";
  public static final String USER = "spillway";

  /** Guards nothing: the server listens on the loopback address of a developer's machine. */
  public static final String PASSWORD = "spillway";

  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

  private final int port;
  private final Path parts;
  private final Path data;
  private final ServerProcess process;
  private final ServerAccount account;

  /**
   * @param state the directory of the local stack's state
   * @param parts where programs are unpacked, once for all runs
   */
  public PostgresServer(Path state, Path parts, int port) {
    this.port = port;
    this.parts = parts;
    this.data = state.resolve("postgres");
    this.process =
        new ServerProcess(
            name(),
            new PidFile(state.resolve("run/postgres.pid")),
            state.resolve("logs/postgres.log"));
    this.account = ServerAccount.forState(state);
  }

  @Override
  public String name() {
    return "PostgreSQL";
  }

  @Override
  public int port() {
    return port;
  }

  /** The JDBC URL. */
  @Override
  public String url() {
    return "jdbc:postgresql://localhost:" + port + "/" + DATABASE;
  }

  @Override
  public void start() {
    if (isRunning()) {
      stop();
    }
    leftover().endAll();
    Ports.requireFree(port, name());
    PostgresBinaries binaries = PostgresBinaries.unpackedIn(parts);
    DataDirectory directory = new DataDirectory(data, binaries, account);
    directory.createIfMissing();
    List<String> command = new ArrayList<>(List.of(binaries.postgres(), "-D", data.toString()));
    PostgresSettings.FOR_DEVELOPMENT.appendTo(command, port);
    process.start(
        new Launch(account.running(command), Map.of(), data), this::saysReady, START_TIMEOUT);
  }

  /** A fast shutdown: clients are cut off, transactions rolled back, a checkpoint written. */
  @Override
  public void stop() {
    process.stop("INT", STOP_TIMEOUT);
  }

  @Override
  public void kill() {
    process.kill();
    leftover().endAll();
  }

  @Override
  public boolean isRunning() {
    return process.handle().isPresent();
  }

  @Override
  public boolean isHealthy() {
    return isRunning() && saysReady() && Ports.accepts(port);
  }

  /** Every pool of the wallet service takes its address and user from these two. */
  @Override
  public SequencedMap<String, String> quarkusConfig() {
    SequencedMap<String, String> config = new LinkedHashMap<>();
    for (String pool : List.of("quarkus.datasource.", "quarkus.datasource.reads.")) {
      config.put(pool + "jdbc.url", url());
      config.put(pool + "username", USER);
      config.put(pool + "password", PASSWORD);
    }
    return config;
  }

  @Override
  public OptionalLong pid() {
    return process.pid();
  }

  /** The data directory. */
  public Path data() {
    return data;
  }

  private LeftoverPostgres leftover() {
    return new LeftoverPostgres(data);
  }

  /**
   * The postmaster writes its state to the last line of its lock file; what pg_ctl waits for too.
   */
  private boolean saysReady() {
    Path lock = data.resolve("postmaster.pid");
    try {
      List<String> lines = Files.readAllLines(lock);
      return lines.size() >= 8 && lines.get(7).strip().equals("ready");
    } catch (IOException e) {
      return false;
    }
  }
}
