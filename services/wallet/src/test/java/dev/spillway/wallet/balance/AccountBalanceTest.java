package dev.spillway.wallet.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.LongRange;

class AccountBalanceTest {

  @Property
  void what_is_cached_reads_back_as_it_was(
      @ForAll @LongRange(min = 0) long version,
      @ForAll @BigRange(max = "99999999999999999999999999999999999999") BigInteger balance,
      @ForAll @BigRange(max = "99999999999999999999999999999999999999") BigInteger held) {
    AccountBalance original = new AccountBalance("ETH", version, balance, held);
    String cached = version + "|" + AccountBalance.quantities(balance, held);
    assertThat(AccountBalance.parse("ETH", cached)).isEqualTo(original);
  }
}
