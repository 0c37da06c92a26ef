package dev.spillway.loadtests.bench;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.DatabaseServer;
import dev.spillway.loadtests.measure.Round;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's own measure: the transaction of {@code pgbench}, which resembles TPC-B, from 16
 * clients with prepared statements. By {@code pgbench} itself where there is one, else the same
 * statements by JDBC.
 */
final class TpcB implements AutoCloseable {
  private static final int CLIENTS = 16;

  /** Branches; as many as clients, or they would wait for each other more than pgbench advises. */
  private static final int SCALE = 16;

  private static final int TELLERS = 10 * SCALE;
  private static final int ACCOUNTS = 100_000 * SCALE;

  private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");

  private final BenchDatabase database;
  private final @Nullable Path pgbench;

  private TpcB(BenchDatabase database, @Nullable Path pgbench) {
    this.database = database;
    this.pgbench = pgbench;
  }

  static TpcB on(DatabaseServer server) throws SQLException, IOException {
    BenchDatabase database = server.createEmpty("bench_tpcb");
    // pgbench -i would do the same; this way the tables are alike without it.
    database.execute(
        "CREATE TABLE pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22))",
        "CREATE TABLE pgbench_tellers (tid int PRIMARY KEY, bid int, tbalance int, filler char(84)) WITH (fillfactor = 100)",
        "CREATE TABLE pgbench_accounts (aid int PRIMARY KEY, bid int, abalance int, filler char(84)) WITH (fillfactor = 100)",
        "CREATE TABLE pgbench_branches (bid int PRIMARY KEY, bbalance int, filler char(88)) WITH (fillfactor = 100)",
        "INSERT INTO pgbench_branches SELECT g, 0, '' FROM generate_series(1, " + SCALE + ") g",
        "INSERT INTO pgbench_tellers SELECT g, (g - 1) / 10 + 1, 0, '' FROM generate_series(1, "
            + TELLERS
            + ") g",
        "INSERT INTO pgbench_accounts SELECT g, (g - 1) / 100000 + 1, 0, '' FROM generate_series(1, "
            + ACCOUNTS
            + ") g",
        "VACUUM ANALYZE");
    return new TpcB(database, find().orElse(null));
  }

  /** What measures. */
  String tool() {
    return pgbench == null ? "TPC-B by JDBC" : "pgbench";
  }

  Round run(Duration measured) throws Exception {
    Path tool = pgbench;
    return tool == null ? byJdbc(measured) : byPgbench(tool, measured);
  }

  private static Optional<Path> find() throws IOException {
    for (String directory : System.getenv().getOrDefault("PATH", "").split(":")) {
      Path candidate = Path.of(directory, "pgbench");
      if (Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    Path versions = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(versions)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(versions)) {
        for (Path version : found) {
          if (Files.isExecutable(version.resolve("bin/pgbench"))) {
            return Optional.of(version.resolve("bin/pgbench"));
          }
        }
      }
    }
    return Optional.empty();
  }

  private Round byPgbench(Path tool, Duration measured) throws IOException, InterruptedException {
    String[] host = database.server().host().split(":");
    ProcessBuilder command =
        new ProcessBuilder(
            tool.toString(),
            "--no-vacuum",
            "--protocol=prepared",
            "--client=" + CLIENTS,
            "--jobs=2",
            "--time=" + Math.max(1, measured.toSeconds()),
            "--host=" + host[0],
            "--port=" + host[1],
            "--username=" + database.user(),
            database.name());
    command.environment().put("PGPASSWORD", database.password());
    Process process = command.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Matcher tps = TPS.matcher(output);
    if (!tps.find()) {
      throw new IOException("pgbench told no tps: " + output);
    }
    Matcher average = Pattern.compile("latency average = ([0-9.]+) ms").matcher(output);
    Histogram latency = new Histogram(3);
    if (average.find()) {
      // pgbench tells the mean only.
      latency.recordValue((long) (Double.parseDouble(average.group(1)) * 1_000));
    }
    long transactions = Math.round(Double.parseDouble(tps.group(1)) * measured.toMillis() / 1e3);
    return new Round(measured, transactions, Map.of(), latency);
  }

  private Round byJdbc(Duration measured) throws Exception {
    ConcurrentHistogram latency = new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(1), 3);
    long end = System.nanoTime() + measured.toNanos();
    List<Future<?>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(
            threads.submit(
                () -> {
                  client(end, latency);
                  return null;
                }));
      }
      for (Future<?> client : clients) {
        client.get();
      }
    }
    return new Round(measured, latency.getTotalCount(), Map.of(), latency.copy());
  }

  private void client(long end, ConcurrentHistogram latency) throws SQLException {
    try (Connection connection = database.connect("tpcb")) {
      connection.setAutoCommit(false);
      try (PreparedStatement account =
              connection.prepareStatement(
                  "UPDATE pgbench_accounts SET abalance = abalance + ? WHERE aid = ?");
          PreparedStatement read =
              connection.prepareStatement("SELECT abalance FROM pgbench_accounts WHERE aid = ?");
          PreparedStatement teller =
              connection.prepareStatement(
                  "UPDATE pgbench_tellers SET tbalance = tbalance + ? WHERE tid = ?");
          PreparedStatement branch =
              connection.prepareStatement(
                  "UPDATE pgbench_branches SET bbalance = bbalance + ? WHERE bid = ?");
          PreparedStatement history =
              connection.prepareStatement(
                  """
                  INSERT INTO pgbench_history (tid, bid, aid, delta, mtime) VALUES (?, ?, ?, ?, CURRENT_TIMESTAMP)
                  """)) {
        while (System.nanoTime() < end) {
          ThreadLocalRandom random = ThreadLocalRandom.current();
          long start = System.nanoTime();
          int delta = random.nextInt(-5_000, 5_001);
          int aid = random.nextInt(ACCOUNTS) + 1;
          int tid = random.nextInt(TELLERS) + 1;
          int bid = random.nextInt(SCALE) + 1;
          update(account, delta, aid);
          read.setInt(1, aid);
          read.executeQuery().close();
          update(teller, delta, tid);
          update(branch, delta, bid);
          history.setInt(1, tid);
          history.setInt(2, bid);
          history.setInt(3, aid);
          history.setInt(4, delta);
          history.executeUpdate();
          connection.commit();
          latency.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
        }
      }
    }
  }

  private static void update(PreparedStatement statement, int delta, int id) throws SQLException {
    statement.setInt(1, delta);
    statement.setInt(2, id);
    statement.executeUpdate();
  }

  @Override
  public void close() throws SQLException {
    database.drop();
  }
}
