package dev.spillway.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code spillway test}. */
@Command(name = "test", description = "Runs every test of the repository.")
final class TestCommand implements Callable<Integer> {

  @ParentCommand private Spillway spillway;

  @Override
  public Integer call() {
    String maven = spillway.installation().environment().getOrDefault("SPILLWAY_MAVEN", "mvn");
    return new ForegroundProcess(
            List.of(maven, "-B", "--no-transfer-progress", "verify"),
            spillway.installation().root())
        .run();
  }
}
