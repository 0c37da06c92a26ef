package dev.spillway.loadtests.watch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A Valkey server of this machine, spoken to by its own protocol, a connection for each question.
 */
public record ValkeyConsole(int port) {
  private static final String COUNT = "total_commands_processed:";

  /** How many commands it has processed, those within scripts included. */
  public long commands() throws IOException {
    return ask("INFO stats").stream()
        .filter(line -> line.startsWith(COUNT))
        .mapToLong(line -> Long.parseLong(line.substring(COUNT.length()).strip()))
        .findFirst()
        .orElseThrow(() -> new IOException("no count of commands"));
  }

  /** Forgets everything. */
  public void flush() throws IOException {
    List<String> answer = ask("FLUSHALL");
    if (!answer.contains("+OK")) {
      throw new IOException("not flushed: " + answer);
    }
  }

  private List<String> ask(String command) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .lines()
          .toList();
    }
  }
}
