package dev.spillway.cli;

import dev.spillway.localstack.Part;
import dev.spillway.localstack.PartSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The parts that services need; those that did not run are started, and stopped again at the end.
 */
final class BorrowedParts implements AutoCloseable {

  private final PartSet mine;
  private final Thread ender;

  private BorrowedParts(PartSet mine) {
    this.mine = mine;
    // Ctrl-C leaves nothing behind.
    this.ender = new Thread(() -> mine.stop(part -> {}), "end");
  }

  static BorrowedParts of(Installation installation, Output output) {
    List<Part> missing =
        new NeededParts(installation)
            .embedded().stream().filter(part -> !part.isHealthy()).toList();
    BorrowedParts parts = new BorrowedParts(new PartSet(missing));
    Runtime.getRuntime().addShutdownHook(parts.ender);
    if (!missing.isEmpty()) {
      output.line(
          missing.stream().map(Part::name).collect(Collectors.joining(", ", "Starting ", " ...")));
      parts.mine.start(part -> {});
    }
    return parts;
  }

  @Override
  public void close() {
    mine.stop(part -> {});
  }
}
