package dev.spillway.loadtests.rehearse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class WeightsTest {
  @Property
  void a_version_gets_its_share_however_many_pods_it_has(
      @ForAll @IntRange(max = 100) int percent,
      @ForAll @IntRange(min = 1, max = 4) int stable,
      @ForAll @IntRange(min = 1, max = 4) int canary) {
    Weights weights = Weights.of(percent, stable, canary);
    double all = weights.stable() * stable + weights.canary() * canary;
    assertThat(100 * weights.canary() * canary / all).isCloseTo(percent, within(1.0));
    assertThat(weights.stable()).isBetween(0, 256);
    assertThat(weights.canary()).isBetween(0, 256);
    assertThat(weights.canary() == 0).isEqualTo(percent == 0);
    assertThat(weights.stable() == 0).isEqualTo(percent == 100);
  }
}
