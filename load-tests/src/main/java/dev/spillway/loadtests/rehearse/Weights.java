package dev.spillway.loadtests.rehearse;

/**
 * Weights of single pods such that two versions share the requests as wanted, however many pods
 * each has.
 *
 * @param stable of each pod of the old version
 * @param canary of each pod of the new one
 */
record Weights(int stable, int canary) {
  /** The proxy's. */
  private static final int HIGHEST = 256;

  /**
   * The nearest that the proxy's whole numbers allow; whoever shall get some gets at least 1, and
   * whoever shall get nothing 0.
   *
   * @param percent for the new version
   */
  static Weights of(int percent, int stablePods, int canaryPods) {
    if (percent < 0 || percent > 100 || stablePods < 1 || canaryPods < 1) {
      throw new IllegalArgumentException("no share of " + percent + " %");
    }
    double stable = (100 - percent) / (double) stablePods;
    double canary = percent / (double) canaryPods;
    double scale = HIGHEST / Math.max(stable, canary);
    return new Weights(whole(stable * scale), whole(canary * scale));
  }

  private static int whole(double weight) {
    return weight == 0 ? 0 : Math.max(1, (int) Math.round(weight));
  }
}
