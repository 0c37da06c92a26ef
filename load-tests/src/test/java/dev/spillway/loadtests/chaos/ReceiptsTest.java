package dev.spillway.loadtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a client takes an answer for is what is checked afterwards. */
class ReceiptsTest {
  private static final UUID ID = new UUID(3, 1);
  private static final Order FIRST = order("k/1", 150);
  private static final Order SECOND = order("k/2", 7);

  @Test
  void a_transfer_that_was_accepted_promises_what_the_answer_says() {
    assertThat(Receipts.transfer(FIRST, new Answer(201, posted("k/1", "1.50"), false)))
        .isEqualTo(
            new Promise.Posted(
                ID, FIRST.from(), FIRST.to(), "CAD", BigInteger.valueOf(150), "k/1"));
  }

  @Test
  void a_transfer_that_was_refused_promises_that_nothing_is_posted() {
    assertThat(Receipts.transfer(FIRST, new Answer(422, "{\"code\":\"x\"}", false)))
        .isEqualTo(new Promise.Refused("k/1"));
  }

  @Test
  void each_item_of_a_batch_is_a_promise_of_its_own() {
    String body =
        "{\"items\":[{\"status\":\"rejected\",\"problem\":{}},{\"status\":\"posted\",\"transfer\":%s}]}"
            .formatted(posted("k/2", "0.07"));

    assertThat(Receipts.batch(List.of(FIRST, SECOND), new Answer(201, body, false)))
        .containsExactly(
            new Promise.Refused("k/1"),
            new Promise.Posted(
                ID, SECOND.from(), SECOND.to(), "CAD", BigInteger.valueOf(7), "k/2"));
  }

  @Test
  void an_atomic_batch_that_was_refused_posts_none_of_its_items() {
    assertThat(Receipts.batch(List.of(FIRST, SECOND), new Answer(422, "{}", false)))
        .containsExactly(new Promise.Refused("k/1"), new Promise.Refused("k/2"));
  }

  @Test
  void balances_of_nothing_are_left_out() {
    String body =
        """
        {"balances":[{"asset":"CAD","total":"1.50"},{"asset":"USDT","total":"0.000000"}]}""";

    assertThat(Receipts.balances(new Answer(200, body, false)))
        .isEqualTo(Map.of("CAD", BigInteger.valueOf(150)));
  }

  private static String posted(String reference, String amount) {
    return """
    {"id":"%s","kind":"transfer","status":"posted","from":"%s","to":"%s","asset":"CAD","amount":"%s","reference":"%s"}"""
        .formatted(ID, FIRST.from(), FIRST.to(), amount, reference);
  }

  private static Order order(String reference, long units) {
    return new Order(
        new UUID(1, 1),
        new UUID(1, 2),
        Crowd.ASSETS.getFirst(),
        BigInteger.valueOf(units),
        reference);
  }
}
