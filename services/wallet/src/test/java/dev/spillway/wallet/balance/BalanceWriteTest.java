package dev.spillway.wallet.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.model.Asset;
import dev.spillway.model.Ids;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.BalanceChange;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That the script understands the calls, {@link BalanceCacheTest} shows. */
class BalanceWriteTest {
  private static final Asset BTC = new Asset("BTC", 8, "Bitcoin");
  private static final List<BalanceChange> CHANGES =
      IntStream.range(0, 500)
          .mapToObj(
              i ->
                  new BalanceChange(
                      new WalletId(Ids.next()), BTC, BigInteger.valueOf(i), BigInteger.ZERO, i))
          .toList();

  private static String hashTag(String key) {
    return key.substring(key.indexOf('{'), key.indexOf('}') + 1);
  }

  private static List<String> wallets(List<BalanceWrite> writes) {
    return writes.stream()
        .flatMap(write -> write.keys().stream())
        .filter(key -> !key.endsWith(":epoch"))
        .toList();
  }

  private static List<String> expected() {
    return CHANGES.stream().map(change -> Bucket.of(change.wallet()).key(change.wallet())).toList();
  }

  @Test
  void one_node_is_told_all_at_once() {
    List<BalanceWrite> writes = BalanceWrite.of(CHANGES, false);

    assertThat(writes).hasSize(1);
    assertThat(wallets(writes)).containsExactlyInAnyOrderElementsOf(expected());
    assertThat(writes.getFirst().buckets()).hasSize(Bucket.COUNT).doesNotHaveDuplicates();
    assertThat(writes.getFirst().args()).hasSize(Bucket.COUNT + 3 * CHANGES.size());
  }

  @Test
  void in_a_cluster_no_call_needs_two_nodes() {
    List<BalanceWrite> writes = BalanceWrite.of(CHANGES, true);

    assertThat(wallets(writes)).containsExactlyInAnyOrderElementsOf(expected());
    assertThat(writes)
        .hasSize(Bucket.COUNT)
        .allSatisfy(
            write ->
                assertThat(write.keys().stream().map(BalanceWriteTest::hashTag).distinct())
                    .containsExactly("{b" + write.buckets().getFirst().number() + "}"));
  }

  @Test
  void nothing_changed_is_nothing_said() {
    assertThat(BalanceWrite.of(List.of(), false)).isEmpty();
    assertThat(BalanceWrite.of(List.of(), true)).isEmpty();
  }
}
