package dev.spillway.localstack;

import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * One server of the local stack. {@link #start()} returns only when it answers; {@link #stop()}
 * lets it finish in order; {@link #kill()} gives it no chance to, as a power cut would. After
 * either it may be started again and has the data it had.
 */
public interface Part {

  /** What people call it, for messages. */
  String name();

  /** The TCP port it serves on the loopback address. */
  int port();

  /** Where clients reach it, in the form its clients expect. */
  String url();

  /** Starts it and waits until it answers; a leftover of a crashed earlier run is stopped first. */
  void start();

  /** Stops it in order; does nothing when it is not running. */
  void stop();

  /** Ends it at once (SIGKILL), for fault tests and for what does not stop. */
  void kill();

  /** Whether its process lives, whether or not it answers. */
  boolean isRunning();

  /** Whether it answers a request in its own protocol now. */
  boolean isHealthy();

  /**
   * The configuration that points a Quarkus service at this part, by property name; the first entry
   * is the address, and whoever sets that one himself does not need this part.
   */
  SequencedMap<String, String> quarkusConfig();

  /** The process id, when it is a process of its own and runs. */
  OptionalLong pid();
}
