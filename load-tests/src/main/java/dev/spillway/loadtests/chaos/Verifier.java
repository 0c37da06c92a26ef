package dev.spillway.loadtests.chaos;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.spillway.loadtests.chaos.Books.Account;
import dev.spillway.loadtests.chaos.Books.Entry;
import dev.spillway.loadtests.chaos.Books.Transfer;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds the promises of a round against the books and the outgoing topic. A pure function of the
 * three, so that it can itself be tested: it must see every way in which they can disagree.
 */
final class Verifier {
  private static final String DEPOSIT = "deposit";

  private final List<Promise> promises;
  private final Books books;
  private final List<Event> events;
  private final Verdict verdict = new Verdict();

  private Verifier(List<Promise> promises, Books books, List<Event> events) {
    this.promises = promises;
    this.books = books;
    this.events = events;
  }

  /** Call it when nothing is under way any more: what is not there then is lost. */
  static Verdict verify(List<Promise> promises, Books books, List<Event> events) {
    Verifier verifier = new Verifier(promises, books, events);
    verifier.everyPromiseIsKept();
    verifier.everyWalletHasOneOwnerAndEveryOwnerOne();
    verifier.everyTransferIsBalanced();
    verifier.everyAccountIsTheSumOfItsEntries();
    verifier.everyEntryIsPublishedInOrder();
    return verifier.verdict;
  }

  private void everyPromiseIsKept() {
    Map<UUID, Transfer> byId =
        books.transfers().stream().collect(toMap(Transfer::id, it -> it, (one, two) -> one));
    Map<String, List<Transfer>> byReference =
        books.transfers().stream()
            .filter(transfer -> transfer.reference() != null)
            .collect(groupingBy(transfer -> Objects.requireNonNull(transfer.reference())));
    byReference.forEach(
        (reference, transfers) ->
            verdict.require(
                transfers.size() == 1,
                "applied more than once",
                () -> reference + " as " + transfers.stream().map(Transfer::id).toList()));
    for (Promise promise : promises) {
      switch (promise) {
        case Promise.Posted posted -> exists(posted, byId.get(posted.transfer()));
        case Promise.Refused(String reference) ->
            verdict.require(
                !byReference.containsKey(reference), "refused, but posted", () -> reference);
        case Promise.Deposited deposited ->
            isCredited(deposited, byReference.getOrDefault(deposited.deposit(), List.of()));
        case Promise.Opened opened ->
            verdict.require(
                books.wallets().contains(new Books.Wallet(opened.wallet(), opened.owner())),
                "wallet acknowledged, but not there",
                opened::toString);
      }
    }
  }

  private void exists(Promise.Posted posted, @Nullable Transfer stored) {
    verdict.require(stored != null, "transfer acknowledged, but lost", posted::toString);
    if (stored != null) {
      Transfer told =
          new Transfer(
              posted.transfer(),
              stored.kind(),
              posted.from(),
              posted.to(),
              posted.asset(),
              posted.units(),
              posted.reference());
      verdict.require(
          stored.equals(told),
          "transfer is not what was acknowledged",
          () -> posted + " is " + stored);
    }
  }

  private void isCredited(Promise.Deposited deposited, List<Transfer> transfers) {
    verdict.require(!transfers.isEmpty(), "deposit not credited", deposited::toString);
    for (Transfer transfer : transfers) {
      verdict.require(
          transfer.kind().equals(DEPOSIT)
              && transfer.from() == null
              && deposited.wallet().equals(transfer.to())
              && deposited.asset().equals(transfer.asset())
              && deposited.units().equals(transfer.units()),
          "deposit is not what was published",
          () -> deposited + " is " + transfer);
    }
  }

  private void everyWalletHasOneOwnerAndEveryOwnerOne() {
    books.wallets().stream()
        .collect(groupingBy(Books.Wallet::owner))
        .forEach(
            (owner, wallets) ->
                verdict.require(
                    wallets.size() == 1,
                    "owner with several wallets",
                    () -> owner + " " + wallets));
  }

  private void everyTransferIsBalanced() {
    Map<UUID, List<Entry>> entries = books.entries().stream().collect(groupingBy(Entry::transfer));
    for (Transfer transfer : books.transfers()) {
      List<Entry> its = entries.getOrDefault(transfer.id(), List.of());
      verdict.require(
          its.size() == 2, "transfer without exactly two entries", () -> transfer + " has " + its);
      verdict.require(
          sum(its).signum() == 0, "entries do not sum to zero", () -> transfer + " has " + its);
      verdict.require(
          its.stream().allMatch(entry -> entry.units().abs().equals(transfer.units())),
          "entries are not of the transfer's amount",
          () -> transfer + " has " + its);
    }
  }

  private void everyAccountIsTheSumOfItsEntries() {
    Map<UUID, List<Entry>> entries = books.entries().stream().collect(groupingBy(Entry::account));
    for (Account account : books.accounts()) {
      List<Entry> its = inOrder(entries.getOrDefault(account.id(), List.of()));
      verdict.require(
          sum(its).equals(account.balance()),
          "balance is not the sum of its entries",
          () -> account + ", entries sum to " + sum(its));
      verdict.require(account.balance().signum() >= 0, "balance below zero", account::toString);
      long seq = 0;
      BigInteger balance = BigInteger.ZERO;
      for (Entry entry : its) {
        seq++;
        balance = balance.add(entry.units());
        long expected = seq;
        verdict.require(
            entry.seq() == expected, "gap in seq", () -> entry + " in place of " + expected);
        verdict.require(
            entry.balance().equals(balance),
            "balance is not the previous one plus the amount",
            entry::toString);
      }
    }
  }

  private void everyEntryIsPublishedInOrder() {
    Map<Stream, List<Event>> published = new HashMap<>();
    for (Event event : events) {
      published
          .computeIfAbsent(new Stream(event.wallet(), event.asset()), it -> new ArrayList<>())
          .add(event);
    }
    Map<UUID, List<Entry>> entries = books.entries().stream().collect(groupingBy(Entry::account));
    for (Account account : books.accounts()) {
      List<Event> its = published.remove(new Stream(account.wallet(), account.asset()));
      areInOrder(
          account,
          inOrder(entries.getOrDefault(account.id(), List.of())),
          its == null ? List.of() : its);
    }
    published
        .values()
        .forEach(
            strangers ->
                verdict.require(
                    false,
                    "event of an account that is not there",
                    () -> "" + strangers.getFirst()));
  }

  private record Stream(UUID wallet, String asset) {}

  /** Repetitions are allowed; that something comes before what was before it is not. */
  private void areInOrder(Account account, List<Entry> entries, List<Event> its) {
    long seen = 0;
    for (Event event : its) {
      long last = seen;
      verdict.require(
          event.seq() <= last + 1, "event out of order", () -> event + " after seq " + last);
      seen = Math.max(seen, event.seq());
      Entry entry =
          event.seq() >= 1 && event.seq() <= entries.size()
              ? entries.get((int) event.seq() - 1)
              : null;
      verdict.require(
          entry != null
              && entry.transfer().equals(event.transfer())
              && entry.balance().equals(event.balance()),
          "event of something that was not committed",
          () -> event + ", committed is " + entry);
    }
    long published = its.stream().mapToLong(Event::seq).distinct().count();
    verdict.require(
        published >= entries.size(),
        "entries not published",
        () -> account + " has " + entries.size() + ", published are " + published);
  }

  private static List<Entry> inOrder(List<Entry> entries) {
    return entries.stream().sorted(Comparator.comparingLong(Entry::seq)).toList();
  }

  private static BigInteger sum(List<Entry> entries) {
    return entries.stream().map(Entry::units).reduce(BigInteger.ZERO, BigInteger::add);
  }
}
