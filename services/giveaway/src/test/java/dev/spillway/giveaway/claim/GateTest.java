package dev.spillway.giveaway.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.edge.valkey.ValkeyForTests;
import dev.spillway.giveaway.campaign.Campaign;
import dev.spillway.giveaway.campaign.CampaignId;
import dev.spillway.giveaway.campaign.CampaignStatus;
import dev.spillway.giveaway.claim.Gate.Answer;
import dev.spillway.giveaway.claim.Gate.State;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.Ids;
import dev.spillway.model.WalletId;
import io.vertx.redis.client.Command;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate's scripts on a real server. */
class GateTest {
  private static final Asset USDT = new Asset("USDT", 6, "Tether USD");
  private static final String TRANSFER = Ids.next().toString();

  @TempDir static Path state;
  private static ValkeyForTests server;
  private static Gate gate;

  @BeforeAll
  static void start() {
    server = new ValkeyForTests(state);
    gate = new Gate(server.valkey());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void as_many_get_through_as_there_are_places_and_each_owner_once() {
    Campaign campaign = open(3);

    assertThat(takes(campaign, "a")).isEqualTo(new Answer.Taken());
    assertThat(takes(campaign, "a")).isEqualTo(new Answer.Known(new ClaimState.Reserved("a")));
    assertThat(takes(campaign, "b")).isEqualTo(new Answer.Taken());
    assertThat(takes(campaign, "c")).isEqualTo(new Answer.Taken());

    assertThat(takes(campaign, "d")).isEqualTo(new Answer.Exhausted());
    assertThat(takes(campaign, "c")).isEqualTo(new Answer.Known(new ClaimState.Reserved("c")));
  }

  @Test
  void a_crowd_at_once_takes_each_place_once() {
    Campaign campaign = open(50);
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String owner = "owner-" + i % 100;
      answers.add(
          gate.take(campaign.id(), ClaimId.of(campaign.id(), owner), owner).toCompletableFuture());
    }

    List<Answer> all = answers.stream().map(CompletableFuture::join).toList();

    assertThat(all.stream().filter(Answer.Taken.class::isInstance)).hasSize(50);
    assertThat(all.stream().filter(Answer.Known.class::isInstance)).hasSize(50);
    assertThat(all.stream().filter(Answer.Exhausted.class::isInstance)).hasSize(100);
  }

  @Test
  void early_and_late_are_told_by_the_servers_clock_alone() {
    Instant now = serverTime();
    Campaign early = open(campaign(3, now.plusSeconds(2), now.plusSeconds(60)));
    Campaign late = open(campaign(3, now.minusSeconds(60), now.minusMillis(1)));
    Campaign justBegun = open(campaign(3, now, now.plusSeconds(60)));

    // Whatever a pod's clock says, it has no part in this.
    assertThat(takes(early, "a")).isEqualTo(new Answer.NotOpen());
    assertThat(takes(late, "a")).isEqualTo(new Answer.NotOpen());
    assertThat(takes(justBegun, "a")).isEqualTo(new Answer.Taken());
    ValkeyForTests.await(() -> takes(early, "a").equals(new Answer.Taken()));
  }

  @Test
  void a_closed_gate_lets_nobody_through_but_knows_who_came() {
    Campaign campaign = open(3);
    takes(campaign, "a");

    assertThat(move(campaign, State.CLOSED, 7, State.OPEN, State.CLOSED)).isTrue();

    assertThat(takes(campaign, "b")).isEqualTo(new Answer.NotOpen());
    assertThat(takes(campaign, "a")).isEqualTo(new Answer.Known(new ClaimState.Reserved("a")));
  }

  @Test
  void a_gate_that_was_lost_lets_nobody_through_until_it_is_rebuilt() {
    Campaign campaign = open(2);
    takes(campaign, "a");
    server.command(Command.FLUSHALL);

    assertThat(takes(campaign, "a")).isEqualTo(new Answer.Missing());
    assertThat(looks(campaign, "a")).isEqualTo(new Answer.Missing());
    // Nobody rebuilds it yet: it remembers nothing, so that nothing is left of it in the end.
    record(campaign, "z", new ClaimState.Accepted("z"));
    assertThat(move(campaign, State.REBUILDING, 7, State.NONE, State.REBUILDING)).isTrue();
    assertThat(takes(campaign, "a")).isEqualTo(new Answer.Missing());
    record(campaign, "a", new ClaimState.Accepted("a"));
    assertThat(move(campaign, State.OPEN, 7, State.REBUILDING)).isTrue();

    assertThat(takes(campaign, "a")).isEqualTo(new Answer.Known(new ClaimState.Accepted("a")));
    assertThat(takes(campaign, "b")).isEqualTo(new Answer.Taken());
    assertThat(takes(campaign, "z")).isEqualTo(new Answer.Exhausted());
  }

  @Test
  void whoever_has_lost_the_lease_moves_no_gate() {
    Campaign campaign = campaign(2, Instant.EPOCH, Instant.EPOCH.plusSeconds(1));
    assertThat(move(campaign, State.REBUILDING, 8, State.NONE, State.REBUILDING)).isTrue();

    assertThat(move(campaign, State.OPEN, 7, State.REBUILDING)).isFalse();
    assertThat(move(campaign, State.OPEN, 8, State.REBUILDING)).isTrue();
    assertThat(move(campaign, State.OPEN, 9, State.NONE)).isFalse();
  }

  @Test
  void a_rejected_claim_gives_its_place_back_unless_nothing_is_left_to_pay_it() {
    Campaign campaign = open(2);
    takes(campaign, "frozen");
    takes(campaign, "late");

    record(campaign, "frozen", new ClaimState.Rejected("wallet-frozen"));
    record(campaign, "late", new ClaimState.Rejected("campaign-exhausted"));

    assertThat(takes(campaign, "frozen"))
        .isEqualTo(new Answer.Known(new ClaimState.Rejected("wallet-frozen")));
    assertThat(takes(campaign, "b")).isEqualTo(new Answer.Taken());
    assertThat(takes(campaign, "c")).isEqualTo(new Answer.Exhausted());
  }

  @Test
  void what_comes_again_or_too_late_changes_nothing() {
    Campaign campaign = open(2);
    takes(campaign, "a");
    ClaimState credited = new ClaimState.Credited(TRANSFER);

    record(campaign, "a", credited);
    record(campaign, "a", new ClaimState.Accepted("a"));
    record(campaign, "a", credited);

    assertThat(takes(campaign, "a")).isEqualTo(new Answer.Known(credited));
    assertThat(looks(campaign, "a")).isEqualTo(new Answer.Known(credited));
    assertThat(looks(campaign, "b")).isEqualTo(new Answer.NotOpen());
    assertThat(stale(campaign, Duration.ZERO).waiting()).isZero();
    record(campaign, "f", new ClaimState.Rejected("wallet-frozen"));
    record(campaign, "f", new ClaimState.Accepted("f"));
    assertThat(takes(campaign, "b")).isEqualTo(new Answer.Taken());
  }

  @Test
  void claims_that_wait_too_long_are_given_out_once_in_the_time_that_they_may_wait() {
    Campaign campaign = open(5);
    takes(campaign, "a");
    takes(campaign, "b");
    record(campaign, "b", new ClaimState.Accepted("b"));
    takes(campaign, "c");
    record(campaign, "c", new ClaimState.Credited(TRANSFER));

    assertThat(stale(campaign, Duration.ofHours(1)).due()).isEmpty();
    Gate.Stale due = stale(campaign, Duration.ZERO);
    assertThat(due.waiting()).isEqualTo(2);
    assertThat(due.due().values())
        .containsExactlyInAnyOrder(new ClaimState.Reserved("a"), new ClaimState.Accepted("b"));
    assertThat(stale(campaign, Duration.ofHours(1))).isEqualTo(new Gate.Stale(2, Map.of()));
  }

  @Test
  void what_is_kept_of_a_closed_campaign_is_forgotten_in_time() {
    Campaign campaign = open(2);
    takes(campaign, "a");

    gate.move(campaign, List.of(State.OPEN), State.CLOSED, Gate.NO_TOKEN, true)
        .toCompletableFuture()
        .join();

    for (String key : List.of("gate", "taken", "pending")) {
      long seconds =
          server.command(Command.TTL, "giveaway:{" + campaign.id() + "}:" + key).toLong();
      assertThat(seconds).isBetween(6 * 86_400L, 7 * 86_400L);
    }
  }

  private static Campaign open(int places) {
    return open(campaign(places, Instant.now().minusSeconds(60), Instant.now().plusSeconds(600)));
  }

  private static Campaign open(Campaign campaign) {
    assertThat(move(campaign, State.OPEN, Gate.NO_TOKEN, State.NONE)).isTrue();
    return campaign;
  }

  private static Campaign campaign(int places, Instant opens, Instant ends) {
    return new Campaign(
        new CampaignId(Ids.next()),
        "creator",
        "Test",
        USDT,
        new Amount(BigInteger.TEN),
        new Amount(BigInteger.TEN.multiply(BigInteger.valueOf(places))),
        opens,
        ends,
        List.of(new WalletId(Ids.next())),
        CampaignStatus.FUNDED,
        null);
  }

  private static Instant serverTime() {
    var time = server.command(Command.TIME);
    return Instant.ofEpochSecond(time.get(0).toLong()).plusMillis(time.get(1).toLong() / 1_000);
  }

  private static Answer takes(Campaign campaign, String owner) {
    return join(gate.take(campaign.id(), ClaimId.of(campaign.id(), owner), owner));
  }

  private static Answer looks(Campaign campaign, String owner) {
    return join(gate.look(campaign.id(), ClaimId.of(campaign.id(), owner)));
  }

  private static void record(Campaign campaign, String owner, ClaimState state) {
    join(gate.record(campaign.id(), Map.of(ClaimId.of(campaign.id(), owner), state)));
  }

  private static Gate.Stale stale(Campaign campaign, Duration mayWait) {
    return join(gate.stale(campaign.id(), mayWait, 10));
  }

  private static boolean move(Campaign campaign, State to, long token, State... from) {
    return join(gate.move(campaign, List.of(from), to, token, false));
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
