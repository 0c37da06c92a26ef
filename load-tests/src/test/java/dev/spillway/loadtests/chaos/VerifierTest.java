package dev.spillway.loadtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.loadtests.chaos.Books.Account;
import dev.spillway.loadtests.chaos.Books.Entry;
import dev.spillway.loadtests.chaos.Books.Transfer;
import dev.spillway.loadtests.chaos.Books.Wallet;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Books that are in order, and each way of spoiling them: a verifier that overlooks something would
 * let every campaign pass.
 */
class VerifierTest {
  private static final UUID ALICE = new UUID(1, 1);
  private static final UUID BOB = new UUID(1, 2);
  private static final UUID HER_ACCOUNT = new UUID(2, 1);
  private static final UUID HIS_ACCOUNT = new UUID(2, 2);
  private static final UUID OUTSIDE = new UUID(2, 3);
  private static final UUID DEPOSIT = new UUID(3, 1);
  private static final UUID FIRST = new UUID(3, 2);
  private static final UUID SECOND = new UUID(3, 3);

  private final List<Promise> promises = new ArrayList<>();
  private final List<Wallet> wallets = new ArrayList<>();
  private final List<Account> accounts = new ArrayList<>();
  private final List<Transfer> transfers = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();

  /** Alice is given 100 and gives Bob 30 and 10 of it. */
  VerifierTest() {
    promises.add(new Promise.Opened("alice", ALICE));
    promises.add(new Promise.Opened("bob", BOB));
    promises.add(new Promise.Deposited("d-1", ALICE, "CAD", units(100)));
    promises.add(new Promise.Posted(FIRST, ALICE, BOB, "CAD", units(30), "k-1"));
    promises.add(new Promise.Posted(SECOND, ALICE, BOB, "CAD", units(10), "k-2"));
    promises.add(new Promise.Refused("k-3"));
    wallets.add(new Wallet(ALICE, "alice"));
    wallets.add(new Wallet(BOB, "bob"));
    accounts.add(new Account(HER_ACCOUNT, ALICE, "CAD", units(60)));
    accounts.add(new Account(HIS_ACCOUNT, BOB, "CAD", units(40)));
    transfers.add(new Transfer(DEPOSIT, "deposit", null, ALICE, "CAD", units(100), "d-1"));
    transfers.add(new Transfer(FIRST, "transfer", ALICE, BOB, "CAD", units(30), "k-1"));
    transfers.add(new Transfer(SECOND, "transfer", ALICE, BOB, "CAD", units(10), "k-2"));
    entries.add(new Entry(OUTSIDE, 17, DEPOSIT, units(-100), units(-900)));
    entries.add(new Entry(HER_ACCOUNT, 1, DEPOSIT, units(100), units(100)));
    entries.add(new Entry(HER_ACCOUNT, 2, FIRST, units(-30), units(70)));
    entries.add(new Entry(HIS_ACCOUNT, 1, FIRST, units(30), units(30)));
    entries.add(new Entry(HER_ACCOUNT, 3, SECOND, units(-10), units(60)));
    entries.add(new Entry(HIS_ACCOUNT, 2, SECOND, units(10), units(40)));
    events.add(event(ALICE, 1, DEPOSIT, 100));
    events.add(event(ALICE, 2, FIRST, 70));
    events.add(event(BOB, 1, FIRST, 30));
    events.add(event(ALICE, 3, SECOND, 60));
    events.add(event(BOB, 2, SECOND, 40));
  }

  @Test
  void books_in_order_break_no_promise() {
    assertThat(verify().violations()).isEmpty();
    assertThat(verify().checks()).isGreaterThan(30);
  }

  @Test
  void events_that_are_repeated_break_no_promise() {
    events.add(2, event(ALICE, 1, DEPOSIT, 100));
    events.addAll(List.copyOf(events));

    assertThat(verify().violations()).isEmpty();
  }

  @Test
  void what_nobody_was_told_of_may_have_happened_or_not() {
    promises.removeIf(promise -> !(promise instanceof Promise.Opened));

    assertThat(verify().violations()).isEmpty();
  }

  @Test
  void a_lost_transfer_is_seen() {
    transfers.removeIf(transfer -> transfer.id().equals(SECOND));
    entries.removeIf(entry -> entry.transfer().equals(SECOND));

    assertThat(found()).contains("transfer acknowledged, but lost");
  }

  @Test
  void a_transfer_that_is_not_what_was_acknowledged_is_seen() {
    replace(
        transfers,
        it -> it.id().equals(FIRST),
        it -> new Transfer(it.id(), it.kind(), it.from(), it.to(), "CAD", units(31), "k-1"));

    assertThat(found()).contains("transfer is not what was acknowledged");
  }

  @Test
  void a_key_that_was_applied_twice_is_seen() {
    transfers.add(new Transfer(new UUID(3, 9), "transfer", ALICE, BOB, "CAD", units(30), "k-1"));

    assertThat(found()).contains("applied more than once");
  }

  @Test
  void a_refusal_that_was_posted_all_the_same_is_seen() {
    transfers.add(new Transfer(new UUID(3, 9), "transfer", ALICE, BOB, "CAD", units(5), "k-3"));

    assertThat(found()).contains("refused, but posted");
  }

  @Test
  void a_deposit_that_was_not_credited_is_seen() {
    promises.add(new Promise.Deposited("d-2", BOB, "CAD", units(5)));

    assertThat(found()).containsExactly("deposit not credited");
  }

  @Test
  void a_deposit_that_was_credited_twice_is_seen() {
    transfers.add(new Transfer(new UUID(3, 9), "deposit", null, ALICE, "CAD", units(100), "d-1"));

    assertThat(found()).contains("applied more than once");
  }

  @Test
  void a_deposit_that_was_credited_to_somebody_else_is_seen() {
    replace(
        transfers,
        it -> it.id().equals(DEPOSIT),
        it -> new Transfer(it.id(), it.kind(), null, BOB, "CAD", it.units(), it.reference()));

    assertThat(found()).containsExactly("deposit is not what was published");
  }

  @Test
  void a_wallet_that_is_gone_or_doubled_is_seen() {
    wallets.removeFirst();
    wallets.add(new Wallet(new UUID(1, 9), "bob"));

    assertThat(found())
        .containsExactly("wallet acknowledged, but not there", "owner with several wallets");
  }

  @Test
  void entries_that_do_not_sum_to_zero_are_seen() {
    replace(
        entries,
        it -> it.account().equals(OUTSIDE),
        it -> new Entry(OUTSIDE, it.seq(), DEPOSIT, units(-99), it.balance()));

    assertThat(found())
        .containsExactly("entries do not sum to zero", "entries are not of the transfer's amount");
  }

  @Test
  void a_side_that_is_missing_is_seen() {
    entries.removeIf(entry -> entry.account().equals(OUTSIDE));

    assertThat(found()).contains("transfer without exactly two entries");
  }

  @Test
  void a_balance_that_is_not_the_sum_of_its_entries_is_seen() {
    replace(accounts, it -> it.id().equals(HIS_ACCOUNT), it -> account(it, 41));

    assertThat(found()).containsExactly("balance is not the sum of its entries");
  }

  @Test
  void a_balance_below_zero_is_seen() {
    replace(accounts, it -> it.id().equals(HIS_ACCOUNT), it -> account(it, -1));

    assertThat(found()).contains("balance below zero");
  }

  @Test
  void a_gap_in_seq_is_seen() {
    replace(
        entries,
        it -> it.account().equals(HER_ACCOUNT) && it.seq() == 3,
        it -> new Entry(it.account(), 4, it.transfer(), it.units(), it.balance()));

    assertThat(found()).contains("gap in seq");
  }

  @Test
  void a_running_balance_that_jumps_is_seen() {
    replace(
        entries,
        it -> it.account().equals(HER_ACCOUNT) && it.seq() == 2,
        it -> new Entry(it.account(), 2, it.transfer(), it.units(), units(71)));

    assertThat(found()).contains("balance is not the previous one plus the amount");
  }

  @Test
  void an_entry_that_was_not_published_is_seen() {
    events.removeLast();

    assertThat(found()).containsExactly("entries not published");
  }

  @Test
  void events_that_overtake_each_other_are_seen() {
    events.add(1, events.remove(3));

    assertThat(found()).containsExactly("event out of order");
  }

  @Test
  void an_event_of_something_that_was_not_committed_is_seen() {
    replace(events, it -> it.seq() == 3, it -> event(ALICE, 3, FIRST, 60));

    assertThat(found()).containsExactly("event of something that was not committed");
  }

  @Test
  void an_event_beyond_the_last_entry_is_seen() {
    events.add(event(BOB, 3, new UUID(3, 9), 50));

    assertThat(found()).containsExactly("event of something that was not committed");
  }

  @Test
  void an_event_of_an_account_that_is_not_there_is_seen() {
    events.add(event(new UUID(1, 9), 1, new UUID(3, 9), 50));

    assertThat(found()).containsExactly("event of an account that is not there");
  }

  private Verdict verify() {
    return Verifier.verify(promises, new Books(wallets, accounts, transfers, entries), events);
  }

  private List<String> found() {
    return verify().violations().stream().map(Violation::what).distinct().toList();
  }

  private static <T> void replace(List<T> list, Predicate<T> which, UnaryOperator<T> by) {
    list.replaceAll(it -> which.test(it) ? by.apply(it) : it);
  }

  private static Account account(Account like, long balance) {
    return new Account(like.id(), like.wallet(), like.asset(), units(balance));
  }

  private static Event event(UUID wallet, long seq, UUID transfer, long balance) {
    return new Event(wallet, "CAD", seq, transfer, units(balance), "0@" + seq);
  }

  private static BigInteger units(long units) {
    return BigInteger.valueOf(units);
  }
}
