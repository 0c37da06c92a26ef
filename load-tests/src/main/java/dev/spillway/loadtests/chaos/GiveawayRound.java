package dev.spillway.loadtests.chaos;

import dev.spillway.loadtests.books.BooksCheck;
import dev.spillway.loadtests.chaos.GiveawayEvidence.Accepted;
import dev.spillway.loadtests.chaos.GiveawayEvidence.Ending;
import dev.spillway.loadtests.chaos.GiveawayEvidence.Shown;
import dev.spillway.loadtests.chaos.GiveawayEvidence.Terms;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import java.io.IOException;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs a round of giveaways: a campaign is made, claimed and closed under faults, and reckoned with
 * when it is over.
 *
 * @param wallets the wallet service's pods
 * @param claims the giveaway service's pods
 */
record GiveawayRound(
    Suite suite,
    Topics topics,
    DepositSource deposits,
    Doors wallets,
    Doors claims,
    PoolWatch pools)
    implements Campaign.Rounds {

  private static final Asset ASSET = Crowd.ASSETS.getFirst();
  static final int PRIZES = 150;

  /** In every fourth campaign, so that prizes are left. */
  static final int FEW_CLAIMANTS = PRIZES / 2;

  private static final BigInteger PRIZE = BigInteger.valueOf(150);

  /** It does not divide by the prize, so that something is left even when every prize is gone. */
  private static final BigInteger BUDGET =
      PRIZE.multiply(BigInteger.valueOf(PRIZES)).add(BigInteger.valueOf(70));

  private static final BigInteger CREATORS_MONEY = BUDGET.add(BigInteger.valueOf(1_000));

  /** Several times what the slowest repair waits: what only the database knows, half a minute. */
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** A campaign that is under way. */
  private record Open(UUID campaign, UUID treasury) {}

  @Override
  public Campaign.Result run(Plan.Round round, Duration load)
      throws IOException, SQLException, InterruptedException, ExecutionException {
    String owners = "giveaway-" + round.number() + "-";
    suite.isolate(round.serializable());
    Journal journal = new Journal();
    Verdict verdict = new Verdict();
    StoredGiveaway stored = new StoredGiveaway(suite.books(), suite.claims());
    User creator = creator(owners + "creator", stored, journal);
    GiveawayCrowd crowd = new GiveawayCrowd(owners, claims, suite::token, journal, load);
    int claimants = round.number() % 4 == 2 ? FEW_CLAIMANTS : PRIZES * 3;
    AtomicReference<Optional<Open>> made = new AtomicReference<>(Optional.empty());
    round.torment(
        () -> {
          made.set(open(creator, owners, journal));
          if (made.get().isPresent()) {
            UUID campaign = made.get().get().campaign();
            crowd.claim(campaign, claimants, round.seed());
            var unused = post(claims, creator, path(campaign) + "/close", null, "{}", journal);
          }
        });
    long quietFrom = System.nanoTime();
    new Settlement(suite, topics, wallets).await(verdict);
    verdict.require(made.get().isPresent(), "campaign never opened", () -> owners);
    long credited = 0;
    if (made.get().isPresent()) {
      Open open = made.get().get();
      Terms terms = new Terms(creator.owner(), open.treasury(), PRIZE, BUDGET, claimants);
      GiveawayEvidence evidence = evidence(open, terms, owners, creator, crowd, stored, journal);
      verdict.add(GiveawayVerifier.verify(evidence));
      credited = evidence.endings().values().stream().filter(Ending::isCredited).count();
    }
    Duration settled = Duration.ofNanos(System.nanoTime() - quietFrom);
    for (String fault : BooksCheck.faultsOfMoney(suite.books())) {
      verdict.require(false, "books out of order", () -> fault);
    }
    journal.addTo(verdict);
    pools.addTo(verdict);
    return new Campaign.Result(
        round.injections().size(),
        crowd.accepted().stream().map(Accepted::claim).distinct().count(),
        credited,
        verdict.checks(),
        verdict.violations(),
        settled);
  }

  /** Somebody who has the money for a campaign. */
  private User creator(String owner, StoredGiveaway stored, Journal journal)
      throws InterruptedException {
    String token = suite.token(owner, "wallet giveaway.admin");
    User nobody = new User(owner, token, new UUID(0, 0));
    UUID wallet =
        post(wallets, nobody, "/v1/wallets", null, "{}", journal)
            .map(Receipts::id)
            .orElseThrow(() -> new IllegalStateException("no wallet for " + owner));
    deposits.deposit(wallet, ASSET, CREATORS_MONEY, DepositSource.Telling.ONCE, journal);
    deposits.flush();
    if (!Settlement.eventually(deadline(), () -> stored.balance(wallet).equals(CREATORS_MONEY))) {
      throw new IllegalStateException("no money for " + owner);
    }
    return new User(owner, token, wallet);
  }

  /** Empty when it does not open, however long one waits. */
  private Optional<Open> open(User creator, String key, Journal journal)
      throws InterruptedException {
    Instant now = Instant.now();
    String body =
        """
        {"name":"%s","asset":"%s","amountPerClaim":"%s","budget":"%s","startsAt":"%s","endsAt":"%s"}"""
            .formatted(
                key,
                ASSET.code(),
                Amount.format(PRIZE, ASSET),
                Amount.format(BUDGET, ASSET),
                now,
                now.plus(Duration.ofDays(1)));
    Optional<Answer> made = post(claims, creator, "/v1/campaigns", key, body, journal);
    if (made.isEmpty()) {
      return Optional.empty();
    }
    UUID campaign = Receipts.id(made.get());
    boolean opened =
        Settlement.eventually(
            deadline(),
            () ->
                claims
                    .get(creator, 0, path(campaign), journal)
                    .filter(it -> Receipts.campaign(it).status().equals("open"))
                    .isPresent());
    return opened
        ? Optional.of(new Open(campaign, Receipts.treasury(made.get())))
        : Optional.empty();
  }

  private GiveawayEvidence evidence(
      Open open,
      Terms terms,
      String owners,
      User creator,
      GiveawayCrowd crowd,
      StoredGiveaway stored,
      Journal journal)
      throws SQLException, InterruptedException {
    AtomicReference<Shown> shown = new AtomicReference<>(new Shown("unknown", -1, -1, -1));
    Settlement.Condition closed =
        () -> {
          claims
              .get(creator, 0, path(open.campaign()), journal)
              .map(Receipts::campaign)
              .ifPresent(shown::set);
          return shown.get().status().equals("closed");
        };
    List<Accepted> accepted = crowd.accepted();
    Map<UUID, Ending> endings = endings(accepted, crowd, journal);
    // Whether it ever does is for the verifier to say.
    var unused = Settlement.eventually(deadline(), closed);
    return new GiveawayEvidence(
        terms,
        accepted,
        endings,
        shown.get(),
        stored.rows(open.campaign()),
        stored.entries(owners, open.treasury()),
        stored.balance(open.treasury()));
  }

  /** What the owners are told, half of them by each pod. */
  private Map<UUID, Ending> endings(List<Accepted> accepted, GiveawayCrowd crowd, Journal journal)
      throws InterruptedException {
    Map<UUID, Ending> endings = new HashMap<>();
    long deadline = deadline();
    for (Accepted claim : new HashSet<>(accepted)) {
      User owner = crowd.user(claim.owner());
      int door = endings.size() % suite.giveaways().size();
      var unused =
          Settlement.eventually(
              deadline,
              () -> {
                claims
                    .get(owner, door, "/v1/claims/" + claim.claim(), journal)
                    .map(Receipts::ending)
                    .ifPresent(ending -> endings.put(claim.claim(), ending));
                Ending told = endings.get(claim.claim());
                return told != null && told.isFinal();
              });
    }
    return endings;
  }

  private static Optional<Answer> post(
      Doors doors, User user, String path, @Nullable String key, String body, Journal journal)
      throws InterruptedException {
    return doors.post(user, 0, path, key, body, journal, deadline());
  }

  private static String path(UUID campaign) {
    return "/v1/campaigns/" + campaign;
  }

  private static long deadline() {
    return System.nanoTime() + PATIENCE.toNanos();
  }
}
