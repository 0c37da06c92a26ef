package dev.spillway.localstack.postgres;

import dev.spillway.localstack.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a PostgreSQL that was killed leaves behind: backends that have not noticed yet, which hold
 * the shared memory and keep a new server from starting, and a lock file whose pid may belong to
 * another process by now.
 */
record LeftoverPostgres(Path data) {

  /**
   * Ends the processes and removes the lock file; afterwards a server can start on the directory.
   */
  void endAll() {
    if (!Files.isDirectory(data)) {
      return;
    }
    List<ProcessHandle> left = ProcessHandle.allProcesses().filter(this::worksHere).toList();
    left.forEach(ServerProcess::kill);
    try {
      Files.deleteIfExists(data.resolve("postmaster.pid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Every process of a PostgreSQL server works in its data directory, and no other process does.
   */
  private boolean worksHere(ProcessHandle process) {
    try {
      Path directory = Path.of("/proc", Long.toString(process.pid()), "cwd");
      return Files.isSameFile(Files.readSymbolicLink(directory), data)
          && process.info().command().filter(path -> path.endsWith("postgres")).isPresent();
    } catch (IOException e) {
      return false;
    }
  }
}
