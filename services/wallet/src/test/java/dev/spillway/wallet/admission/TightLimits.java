package dev.spillway.wallet.admission;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Limits so small that a test can reach them. */
public class TightLimits implements QuarkusTestProfile {
  static final int IN_FLIGHT = 16;
  static final int BURST = 40;

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "spillway.admission.min-limit", Integer.toString(IN_FLIGHT),
        "spillway.admission.initial-limit", Integer.toString(IN_FLIGHT),
        "spillway.admission.max-limit", Integer.toString(IN_FLIGHT),
        "spillway.admission.deadline", "1s",
        "spillway.rate-limit.per-second", "5",
        "spillway.rate-limit.burst", Integer.toString(BURST));
  }
}
