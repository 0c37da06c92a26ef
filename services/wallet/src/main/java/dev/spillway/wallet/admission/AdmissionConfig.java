package dev.spillway.wallet.admission;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * Every bound on what clients may have under way at once. Beyond them nothing waits: it is shed.
 */
@ConfigMapping(prefix = "spillway.admission")
public interface AdmissionConfig {
  /** The longest that a request may have to wait for the ledger to take it. */
  @WithDefault("2s")
  Duration deadline();

  /**
   * The adaptive limit never falls below this many transfers in flight: a good batch for each
   * writer, or a slow commit would make batches smaller and the ledger slower still. Two writers
   * with 128 each are within a tenth of what they do at best.
   */
  @WithDefault("256")
  int minLimit();

  /** What may be in flight before anything is known: half a full batch for each writer. */
  @WithDefault("512")
  int initialLimit();

  /** The adaptive limit never rises above this: what the ledger's queue for clients holds. */
  @WithDefault("4096")
  int maxLimit();

  /** Requests that change something, from their headers' arrival to the answer's end. */
  @WithDefault("6144")
  int maxWrites();

  /** The same for requests that only read. */
  @WithDefault("1024")
  int maxReads();

  /** All bodies under way, as announced by their length or at the most that they may be. */
  @WithDefault("64M")
  MemorySize maxBodies();
}
