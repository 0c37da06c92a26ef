package dev.spillway.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code spillway test}: the script does it, since it has to work before there is a build. */
@Command(name = "test", description = "Runs every test of the repository.")
final class TestCommand implements Callable<Integer> {

  @ParentCommand private Spillway spillway;

  @Override
  public Integer call() {
    Path root = spillway.installation().root();
    return new ForegroundProcess(List.of(root.resolve("spillway").toString(), "test"), root).run();
  }
}
