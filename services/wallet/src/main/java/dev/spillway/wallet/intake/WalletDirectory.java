package dev.spillway.wallet.intake;

import dev.spillway.model.Ids;
import dev.spillway.model.WalletId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whose wallet is which, as far as the records of one poll need it; for one thread. What it says
 * need not be true: the ledger knows better, and says so. That is why a look-up that fails is taken
 * for one that found nothing.
 */
final class WalletDirectory {
  private final Function<Set<String>, CompletionStage<Map<String, WalletId>>> lookUp;
  private final CompletionSignal signal;
  private final Map<String, Optional<WalletId>> known = new HashMap<>();
  private final Set<String> wanted = new HashSet<>();
  private Set<String> asked = Set.of();
  private @Nullable CompletableFuture<Map<String, WalletId>> answer;

  WalletDirectory(
      Function<Set<String>, CompletionStage<Map<String, WalletId>>> lookUp,
      CompletionSignal signal) {
    this.lookUp = lookUp;
    this.signal = signal;
  }

  /** Whether all of them have been looked up; those that have not are put down to be. */
  boolean covers(Collection<String> owners) {
    boolean covered = true;
    for (String owner : owners) {
      if (!known.containsKey(owner)) {
        wanted.add(owner);
        covered = false;
      }
    }
    return covered;
  }

  /** The owner's wallet; null when none was found. */
  @Nullable WalletId of(String owner) {
    return known.getOrDefault(owner, Optional.empty()).orElse(null);
  }

  /** The owner's wallet; when none was found the id under which one can be opened. */
  WalletId ofOrNew(String owner) {
    WalletId found = of(owner);
    if (found != null) {
      return found;
    }
    WalletId fresh = new WalletId(Ids.next());
    learn(owner, fresh);
    return fresh;
  }

  void learn(String owner, WalletId wallet) {
    known.put(owner, Optional.of(wallet));
  }

  /** To be looked up again. */
  void forget(Collection<String> owners) {
    known.keySet().removeAll(owners);
  }

  /** Looks up all that is wanted, in one query, unless one is under way. */
  void ask() {
    if (answer == null && !wanted.isEmpty()) {
      asked = Set.copyOf(wanted);
      wanted.clear();
      answer =
          signal.whenDone(lookUp.apply(asked).exceptionally(_ -> Map.of())).toCompletableFuture();
    }
  }

  /** Takes in the answer when it has come. */
  void takeIn() {
    if (answer != null && answer.isDone()) {
      Map<String, WalletId> found = answer.join();
      for (String owner : asked) {
        known.put(owner, Optional.ofNullable(found.get(owner)));
      }
      answer = null;
    }
  }
}
