package dev.spillway.localstack;

import dev.spillway.localstack.process.Ports;
import java.util.List;

/** The ports of a local stack, all on the loopback address. */
public record StackPorts(int postgres, int kafka, int kafkaController, int valkey, int issuer) {

  /** The published ports, each moved by {@code offset}. */
  public static StackPorts published(int offset) {
    return new StackPorts(
        15432 + offset, 19092 + offset, 19093 + offset, 16379 + offset, 8089 + offset);
  }

  /** Ports that were free a moment ago. */
  public static StackPorts free() {
    List<Integer> ports = Ports.free(5);
    return new StackPorts(ports.get(0), ports.get(1), ports.get(2), ports.get(3), ports.get(4));
  }
}
