package dev.spillway.giveaway.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.edge.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TogetherTest {
  /** A question that waits for its answer. */
  private record Asked(Set<String> keys, CompletableFuture<Map<String, Integer>> answer) {}

  private final List<Asked> questions = new ArrayList<>();
  private final Together<String, Integer> together =
      new Together<>(
          2,
          keys -> {
            var asked = new Asked(Set.copyOf(keys), new CompletableFuture<>());
            questions.add(asked);
            return Uni.createFrom().completionStage(asked.answer());
          });

  private CompletableFuture<Optional<Integer>> ask(String key) {
    return together.ask(key).subscribeAsCompletionStage();
  }

  @Test
  void those_who_ask_while_a_question_is_under_way_are_answered_by_the_next_one() {
    var first = ask("a");
    var again = ask("a");
    var other = ask("b");
    assertThat(questions).singleElement().extracting(Asked::keys).isEqualTo(Set.of("a"));

    questions.getFirst().answer().complete(Map.of("a", 1));

    assertThat(first.join()).contains(1);
    // What it asked for may have changed since the first question.
    assertThat(again).isNotDone();
    assertThat(questions.getLast().keys()).isEqualTo(Set.of("a", "b"));
    questions.getLast().answer().complete(new HashMap<>(Map.of("a", 2)));
    assertThat(again.join()).contains(2);
    assertThat(other.join()).isEmpty();
    assertThat(questions).hasSize(2);
  }

  @Test
  void a_question_that_fails_fails_those_in_it_and_no_others() {
    var first = ask("a");
    var second = ask("b");
    questions.getFirst().answer().completeExceptionally(new IllegalStateException("x"));
    assertThatThrownBy(first::join).hasCauseInstanceOf(IllegalStateException.class);
    questions.getLast().answer().complete(Map.of("b", 1));
    assertThat(second.join()).contains(1);
  }

  @Test
  void more_different_keys_than_one_question_may_have_are_refused() {
    var first = ask("a");
    var waiting = List.of(ask("b"), ask("c"), ask("b"));
    assertThatThrownBy(ask("d")::join).hasCauseInstanceOf(ProblemException.class);
    questions.getFirst().answer().complete(Map.of());
    questions.getLast().answer().complete(Map.of());
    assertThat(first.join()).isEmpty();
    assertThat(waiting).allSatisfy(it -> assertThat(it.join()).isEmpty());
  }
}
