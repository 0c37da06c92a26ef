package dev.spillway.loadtests.spike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.data.Offset;

class MixProperties {
  private static final int POINTS = 10_000;

  @Property(tries = 100)
  void evenly_spread_points_make_the_mix(@ForAll("mixes") Mix mix) {
    Map<Call, Integer> counts = new EnumMap<>(Call.class);
    for (int point = 0; point < POINTS; point++) {
      counts.merge(mix.at((double) point / POINTS), 1, Integer::sum);
    }

    for (Call call : Call.values()) {
      assertThat((double) counts.getOrDefault(call, 0) / POINTS)
          .isCloseTo(mix.part(call), Offset.offset(0.001));
    }
  }

  @Property(tries = 100)
  void the_last_point_is_a_call_of_the_mix(@ForAll("mixes") Mix mix) {
    assertThat(mix.has(mix.at(Math.nextDown(1.0)))).isTrue();
  }

  @Example
  void a_mix_is_read_as_it_is_written() {
    assertThat(Mix.parse("claims=60,balances=25,transfers=10,history=5")).isEqualTo(Mix.GIVEAWAY);
    assertThat(Mix.parse("transfers=1").toString()).isEqualTo("transfers 100 %");
  }

  @Example
  void what_is_no_mix_is_refused() {
    for (String wrong : new String[] {"", "claims", "claims=", "claims=x", "loans=5", "claims=0"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> Mix.parse(wrong));
    }
  }

  @Provide
  Arbitrary<Mix> mixes() {
    return Arbitraries.maps(Arbitraries.of(Call.class), Arbitraries.doubles().between(0.5, 100))
        .ofMinSize(1)
        .map(Mix::new);
  }
}
