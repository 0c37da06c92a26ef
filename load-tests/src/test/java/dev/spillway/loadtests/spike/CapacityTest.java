package dev.spillway.loadtests.spike;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CapacityTest {

  @Test
  void a_claim_of_a_millisecond_needs_a_core_for_six_hundred_of_them_a_second() {
    assertThat(Capacity.cores(1)).isCloseTo(1_000_000 / 60.0 / 600, Offset.offset(0.001));
  }

  @Test
  void the_table_has_everything_but_the_generator_and_the_dearest_first() {
    String table =
        new Capacity(Map.of("wallet", 0.3, "giveaway", 0.6, "generator", 9.0), 1_200, 900, 6, 1_000)
            .markdown();

    assertThat(table)
        .contains("| processor: giveaway | 0.600 ms | 16.7 cores |")
        .contains("| log of the database | 1,200 bytes | 20.0 MB/s |")
        .contains("| Valkey commands | 6.0 | 100,000/s |")
        .doesNotContain("generator");
    assertThat(table.indexOf("giveaway")).isLessThan(table.indexOf("wallet"));
  }
}
