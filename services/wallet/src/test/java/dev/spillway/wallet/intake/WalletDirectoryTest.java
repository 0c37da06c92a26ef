package dev.spillway.wallet.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.model.Ids;
import dev.spillway.model.WalletId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WalletDirectoryTest {
  private final WalletId alices = new WalletId(Ids.next());
  private final List<Set<String>> questions = new ArrayList<>();
  private CompletableFuture<Map<String, WalletId>> answer = new CompletableFuture<>();
  private final WalletDirectory directory =
      new WalletDirectory(
          owners -> {
            questions.add(owners);
            return answer;
          },
          new CompletionSignal());

  @Test
  void all_that_is_wanted_is_asked_at_once_and_asked_once() {
    assertThat(directory.covers(List.of("alice"))).isFalse();
    assertThat(directory.covers(List.of("alice", "bob"))).isFalse();
    directory.ask();
    directory.takeIn();
    directory.ask();
    assertThat(questions).containsExactly(Set.of("alice", "bob"));

    answer.complete(Map.of("alice", alices));
    directory.takeIn();
    assertThat(directory.covers(List.of("alice", "bob"))).isTrue();
    assertThat(directory.of("alice")).isEqualTo(alices);
    assertThat(directory.of("bob")).isNull();
    directory.ask();
    assertThat(questions).hasSize(1);
  }

  @Test
  void an_owner_without_a_wallet_is_given_one_new_id() {
    answer.complete(Map.of());
    look("bob");
    WalletId fresh = directory.ofOrNew("bob");
    assertThat(directory.ofOrNew("bob")).isEqualTo(fresh);
  }

  @Test
  void a_look_up_that_fails_has_found_nothing_and_the_ledger_may_know_better() {
    answer.completeExceptionally(new IllegalStateException("too many reads"));
    look("alice");
    assertThat(directory.of("alice")).isNull();
    directory.learn("alice", alices);
    assertThat(directory.ofOrNew("alice")).isEqualTo(alices);
  }

  @Test
  void what_was_forgotten_is_asked_again() {
    answer.complete(Map.of());
    look("alice");
    directory.forget(List.of("alice"));
    answer = CompletableFuture.completedFuture(Map.of("alice", alices));
    look("alice");
    assertThat(directory.of("alice")).isEqualTo(alices);
    assertThat(questions).hasSize(2);
  }

  private void look(String owner) {
    assertThat(directory.covers(List.of(owner))).isFalse();
    directory.ask();
    directory.takeIn();
    assertThat(directory.covers(List.of(owner))).isTrue();
  }
}
