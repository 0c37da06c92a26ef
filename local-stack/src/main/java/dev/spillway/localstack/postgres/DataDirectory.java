package dev.spillway.localstack.postgres;

import dev.spillway.localstack.LocalStackException;
import dev.spillway.localstack.process.UnpackedParts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The directory with the data of one PostgreSQL server. */
record DataDirectory(Path path, PostgresBinaries binaries, ServerAccount account) {

  /** Written last, so that a directory without it is one whose creation was cut off. */
  private static final String COMPLETE = "spillway-complete";

  void createIfMissing() {
    if (Files.exists(path.resolve(COMPLETE))) {
      return;
    }
    Path password = path.resolveSibling("postgres-password.tmp");
    try {
      UnpackedParts.deleteTree(path);
      Files.createDirectories(path);
      Files.writeString(password, PostgresServer.PASSWORD);
      account.own(path);
      account.own(password);
      run(
          "",
          binaries.initdb(),
          "-D",
          path.toString(),
          "--username=" + PostgresServer.USER,
          "--pwfile=" + password,
          "--auth=scram-sha-256",
          "--encoding=UTF8",
          "--locale=C",
          "--locale-provider=builtin",
          "--builtin-locale=C.UTF-8");
      run(
          "CREATE DATABASE " + PostgresServer.DATABASE + ";\n",
          binaries.postgres(),
          "--single",
          "-D",
          path.toString(),
          "postgres");
      Files.createFile(path.resolve(COMPLETE));
      account.own(path.resolve(COMPLETE));
    } catch (IOException e) {
      throw new LocalStackException(
          "the data directory of PostgreSQL could not be made: " + e.getMessage(), e);
    } finally {
      deleteQuietly(password);
    }
  }

  private void run(String input, String... command) throws IOException {
    Process process =
        new ProcessBuilder(account.running(List.of(command)))
            .directory(path.toFile())
            .redirectErrorStream(true)
            .start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output;
    try (InputStream stdout = process.getInputStream()) {
      output = new String(stdout.readAllBytes(), StandardCharsets.UTF_8);
    }
    try {
      if (process.waitFor() != 0) {
        throw new LocalStackException(command[0] + " failed:\n" + output);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new LocalStackException("interrupted while PostgreSQL's data directory was made", e);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It holds the published password of a development database; what is left is overwritten next
      // time.
      file.toFile().deleteOnExit();
    }
  }
}
