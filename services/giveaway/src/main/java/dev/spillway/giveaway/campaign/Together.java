package dev.spillway.giveaway.campaign;

import dev.spillway.edge.problem.Problem;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Answers many with one question: one is under way at a time, and those who ask meanwhile are in
 * the next one, together. So an answer was always read after it was asked for, and a crowd that
 * asks costs no more than one who asks again and again.
 *
 * @param <K> what is asked for
 * @param <V> what there is of it
 */
final class Together<K, V> {
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final int most;
  private final Function<Set<K>, Uni<Map<K, V>>> question;

  /** Asked for and not yet in a question; guarded by this object, like the flag below. */
  private Map<K, CompletableFuture<Optional<V>>> asked = new HashMap<>();

  private boolean asking;

  /**
   * @param most different keys that may be asked for while a question is under way
   * @param question finds what there is of the keys
   */
  Together(int most, Function<Set<K>, Uni<Map<K, V>>> question) {
    this.most = most;
    this.question = question;
  }

  /** What there is of the key. Fails as the question does, or with {@code overloaded}. */
  Uni<Optional<V>> ask(K key) {
    return CampaignDatabase.answerWhereAsked(() -> join(key));
  }

  private CompletableFuture<Optional<V>> join(K key) {
    CompletableFuture<Optional<V>> answer;
    synchronized (this) {
      if (asked.size() >= most && !asked.containsKey(key)) {
        return CompletableFuture.failedFuture(Problem.overloaded(RETRY).asException());
      }
      answer = asked.computeIfAbsent(key, ignored -> new CompletableFuture<>());
    }
    askNext();
    return answer.copy();
  }

  private void askNext() {
    Map<K, CompletableFuture<Optional<V>>> now;
    synchronized (this) {
      if (asking || asked.isEmpty()) {
        return;
      }
      asking = true;
      now = asked;
      asked = new HashMap<>();
    }
    question
        .apply(now.keySet())
        .subscribe()
        .with(
            found -> {
              now.forEach((key, answer) -> answer.complete(Optional.ofNullable(found.get(key))));
              answered();
            },
            failure -> {
              now.values().forEach(answer -> answer.completeExceptionally(failure));
              answered();
            });
  }

  private void answered() {
    synchronized (this) {
      asking = false;
    }
    askNext();
  }
}
