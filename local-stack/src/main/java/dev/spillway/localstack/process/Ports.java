package dev.spillway.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of the loopback address: which are free, and who has the others. */
public final class Ports {

  private static final int CONNECT_TIMEOUT_MILLIS = 500;

  /** Above what people and the published ports of this project use. */
  private static final int LOWEST_OFFERED = 20_000;

  private static final int DEFAULT_LOWEST_OUTGOING = 32_768;

  private static final int MOST_TRIES = 1_000;

  /** The state column of /proc/net/tcp for a socket that listens. */
  private static final String LISTEN = "0A";

  private Ports() {}

  /**
   * As many different ports that were free a moment ago. Not such as the kernel gives to outgoing
   * connections: one of those could take the port of a server that is down for a moment, which then
   * could not come back.
   */
  public static List<Integer> free(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      // All are held until the last is found, or one could be handed out twice.
      for (int tries = 0; held.size() < count && tries < MOST_TRIES; tries++) {
        int port = ThreadLocalRandom.current().nextInt(LOWEST_OFFERED, lowestOutgoing());
        try {
          held.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        } catch (BindException taken) {
          // The next one, then.
        }
      }
      if (held.size() < count) {
        throw new IOException("no " + count + " free ports found");
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      held.forEach(Ports::close);
    }
  }

  /** The first port that an outgoing connection may be given; the kernel's default when unknown. */
  private static int lowestOutgoing() {
    try {
      String range = Files.readString(Path.of("/proc/sys/net/ipv4/ip_local_port_range"));
      int lowest = Integer.parseInt(range.strip().split("\\s+")[0]);
      return lowest > LOWEST_OFFERED ? lowest : DEFAULT_LOWEST_OUTGOING;
    } catch (IOException e) {
      return DEFAULT_LOWEST_OUTGOING;
    }
  }

  /**
   * Returns when {@code port} can be listened on.
   *
   * @throws PortTakenException naming the port and the process that has it
   */
  public static void requireFree(int port, String wantedBy) {
    if (!isFree(port)) {
      throw new PortTakenException(
          port, wantedBy, owner(port).map(Ports::describe).orElse("another process"));
    }
  }

  /** Whether something accepts connections on {@code port} now. */
  public static boolean accepts(int port) {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The process that listens on {@code port}, when this system tells and we may know. */
  public static Optional<ProcessHandle> owner(int port) {
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      Optional<ProcessHandle> found = listeningInode(Path.of(table), port).flatMap(Ports::holder);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      // Connections of an earlier run may linger in TIME_WAIT; they do not keep a server from
      // starting.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String describe(ProcessHandle process) {
    String command =
        process
            .info()
            .command()
            .map(path -> Path.of(path).getFileName().toString())
            .orElse("a process");
    return command + " (pid " + process.pid() + ")";
  }

  private static Optional<String> listeningInode(Path table, int port) {
    String suffix = ":%04X".formatted(port);
    try {
      return Files.readAllLines(table).stream()
          .map(line -> line.trim().split("\\s+"))
          .filter(columns -> columns.length > 9)
          .filter(columns -> columns[1].endsWith(suffix) && columns[3].equals(LISTEN))
          .map(columns -> columns[9])
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<ProcessHandle> holder(String inode) {
    String link = "socket:[" + inode + "]";
    return ProcessHandle.allProcesses().filter(process -> holds(process.pid(), link)).findFirst();
  }

  private static boolean holds(long pid, String link) {
    try (DirectoryStream<Path> descriptors =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path descriptor : descriptors) {
        if (Files.readSymbolicLink(descriptor).toString().equals(link)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }
}
