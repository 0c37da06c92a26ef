package dev.spillway.localstack;

import java.nio.file.Path;

/**
 * Where a local stack keeps its state and which ports it takes.
 *
 * @param state data, logs and pid files
 * @param parts where the programs are unpacked; stacks may share it
 * @param ports the ports of the parts
 */
public record StackConfig(Path state, Path parts, StackPorts ports) {

  public StackConfig {
    state = state.toAbsolutePath().normalize();
    parts = parts.toAbsolutePath().normalize();
  }

  /** State in {@code state}, the published ports moved by {@code portOffset}. */
  public StackConfig(Path state, int portOffset) {
    this(state, state.resolve("parts"), StackPorts.published(portOffset));
  }
}
