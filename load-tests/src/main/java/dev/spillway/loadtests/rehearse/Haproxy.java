package dev.spillway.loadtests.rehearse;

import dev.spillway.loadtests.http.NotReadyException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A running HAProxy, changed through its runtime API ("Management Guide", 9.3). */
final class Haproxy implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Process process;
  private final Path socket;

  private Haproxy(Process process, Path socket) {
    this.process = process;
    this.socket = socket;
  }

  /**
   * @param state where its configuration, log and socket go; a short path, for a socket's name may
   *     have some 100 characters only
   */
  static Haproxy start(HaproxyConfig config, Path state) throws IOException, InterruptedException {
    Path file = Files.createDirectories(state).resolve("haproxy.cfg");
    Files.writeString(file, config.render());
    Path socket = Path.of(config.socket());
    Files.deleteIfExists(socket);
    Process process =
        Programs.start(state.resolve("haproxy.log"), "haproxy", "-db", "-f", file.toString());
    Haproxy proxy = new Haproxy(process, socket);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(socket)) {
      if (!process.isAlive() || System.nanoTime() - deadline > 0) {
        throw new NotReadyException("HAProxy", state.resolve("haproxy.log"));
      }
      Thread.sleep(20);
    }
    return proxy;
  }

  /** Requests may go there from now on, once its health check agrees. */
  void admit(String route, String slot, int weight) throws IOException {
    command("set server " + route + "/" + slot + " state ready");
    command("set server " + route + "/" + slot + " health up");
    weigh(route, slot, weight);
  }

  /** What an endpoint that is gone is to a proxy: nothing new goes there, what is there ends. */
  void drain(String route, String slot) throws IOException {
    command("set server " + route + "/" + slot + " state drain");
  }

  /** The slot is empty: its health is nobody's business. */
  void empty(String route, String slot) throws IOException {
    command("set server " + route + "/" + slot + " state maint");
  }

  void weigh(String route, String slot, int weight) throws IOException {
    command("set weight " + route + "/" + slot + " " + weight);
  }

  /** What the proxy has counted, by {@code route/slot}. */
  Map<String, Counts> counts() throws IOException {
    List<String> lines = command("show stat").lines().toList();
    List<String> names = List.of(lines.getFirst().replaceFirst("^# ", "").split(",", -1));
    Map<String, Counts> counts = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split(",", -1);
      if (values.length >= names.size() - 1) {
        counts.put(
            values[0] + "/" + values[1],
            new Counts(
                number(values, names.indexOf("stot")),
                number(values, names.indexOf("scur")),
                number(values, names.indexOf("wretr")),
                number(values, names.indexOf("wredis"))));
      }
    }
    return counts;
  }

  /**
   * @param requests sent there
   * @param underWay there now
   * @param retries of requests that did not arrive
   * @param redispatched of these, to another pod
   */
  record Counts(long requests, long underWay, long retries, long redispatched) {}

  private static long number(String[] values, int column) {
    return column < 0 || values[column].isEmpty() ? 0 : Long.parseLong(values[column]);
  }

  private String command(String command) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII)));
      StringBuilder answer = new StringBuilder();
      ByteBuffer buffer = ByteBuffer.allocate(16_384);
      while (channel.read(buffer) >= 0) {
        answer.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
        buffer.clear();
      }
      if (command.startsWith("set") && !answer.toString().isBlank()) {
        throw new IOException(command + ": " + answer.toString().strip());
      }
      return answer.toString().strip();
    }
  }

  @Override
  public void close() {
    Programs.end(process);
  }
}
