package dev.spillway.loadtests.bench;

/** One comparison that {@code ./spillway bench} can make alone. */
interface Benchmark {
  /** What {@code --only} takes. */
  String name();

  /** Measures and reports. What it starts it ends, and what it creates it drops. */
  void run(BenchRun run) throws Exception;
}
