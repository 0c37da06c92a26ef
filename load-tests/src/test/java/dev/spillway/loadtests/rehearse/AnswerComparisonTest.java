package dev.spillway.loadtests.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.loadtests.rehearse.AnswerComparison.Seen;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerComparisonTest {
  @Test
  void the_order_of_fields_and_the_time_of_the_answer_are_no_difference() {
    assertThat(
            differences(
                "{\"asOf\":\"1\",\"balances\":[{\"asset\":\"CAD\",\"total\":\"1.00\"}]}",
                "{\"balances\":[{\"total\":\"1.00\",\"asset\":\"CAD\"}],\"asOf\":\"2\"}"))
        .isEmpty();
  }

  @Test
  void an_amount_that_differs_is_seen_with_its_place() {
    assertThat(differences("{\"items\":[{\"amount\":\"1\"}]}", "{\"items\":[{\"amount\":\"2\"}]}"))
        .containsExactly("/items/0/amount: \"1\" and \"2\"");
  }

  @Test
  void a_field_an_item_or_an_order_that_differs_is_seen() {
    assertThat(differences("{\"a\":1}", "{\"a\":1,\"b\":null}")).hasSize(1);
    assertThat(differences("[1]", "[1,2]")).hasSize(1);
    assertThat(differences("[1,2]", "[2,1]")).hasSize(2);
  }

  @Test
  void a_number_is_not_the_text_of_it() {
    assertThat(differences("{\"a\":1}", "{\"a\":\"1\"}")).hasSize(1);
  }

  @Test
  void a_status_or_a_body_that_is_no_json_is_a_difference() {
    assertThat(AnswerComparison.differences(new Seen(200, "{}"), new Seen(404, "{}"))).hasSize(1);
    assertThat(differences("{}", "<html>")).hasSize(1);
  }

  private static List<String> differences(String one, String other) {
    return AnswerComparison.differences(new Seen(200, one), new Seen(200, other));
  }
}
