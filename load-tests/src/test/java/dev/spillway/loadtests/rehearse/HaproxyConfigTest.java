package dev.spillway.loadtests.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HaproxyConfigTest {
  private static final HaproxyConfig CONFIG =
      new HaproxyConfig(
          8080,
          "/run/it.sock",
          List.of(
              new HaproxyConfig.Route(
                  "history",
                  List.of("^/v1/wallets/[^/]+/entries"),
                  List.of(new HaproxyConfig.Slot("old", 1))),
              new HaproxyConfig.Route(
                  "rest",
                  List.of(),
                  List.of(new HaproxyConfig.Slot("a", 2), new HaproxyConfig.Slot("b", 3)))),
          Duration.ofSeconds(2),
          2);

  @Test
  void slots_are_empty_until_a_pod_takes_them() {
    assertThat(CONFIG.render().lines().filter(line -> line.contains("  server ")))
        .hasSize(3)
        .allMatch(line -> line.endsWith("weight 0 disabled"))
        .allMatch(line -> line.contains("check inter 2000ms fall 2"));
  }

  @Test
  void a_path_goes_where_it_belongs_and_all_others_to_the_last() {
    assertThat(CONFIG.render())
        .contains("acl history path_reg ^/v1/wallets/[^/]+/entries")
        .contains("use_backend history if history")
        .contains("default_backend rest")
        .doesNotContain("use_backend rest");
  }

  @Test
  void only_what_has_the_same_effect_twice_is_sent_again() {
    assertThat(CONFIG.render())
        .contains(
            "http-request disable-l7-retry if METH_POST !{ req.hdr(idempotency-key) -m found }")
        .contains("retry-on conn-failure empty-response\n")
        // A refusal says itself when to come again.
        .doesNotContain("503");
  }
}
