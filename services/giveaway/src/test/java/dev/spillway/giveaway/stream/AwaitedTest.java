package dev.spillway.giveaway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.giveaway.campaign.CampaignId;
import dev.spillway.giveaway.claim.ClaimId;
import dev.spillway.model.Ids;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AwaitedTest {
  /** One of an owner's streams. */
  private record Stream(String owner, int number) {}

  private final Awaited<Stream> awaited = new Awaited<>(Stream::owner);
  private final CampaignId campaign = new CampaignId(Ids.next());

  private Set<Stream> listenersFor(CampaignId campaign, String owner) {
    return awaited.of(campaign, ClaimId.of(campaign, owner), () -> Set.of(campaign));
  }

  @Test
  void a_result_finds_all_streams_of_its_owner_whenever_they_came() {
    Stream early = new Stream("a", 1);
    Stream late = new Stream("a", 2);
    awaited.add(early);
    assertThat(listenersFor(campaign, "a")).containsExactly(early);
    awaited.add(late);
    awaited.add(new Stream("b", 1));
    assertThat(listenersFor(campaign, "a")).containsExactlyInAnyOrder(early, late);
    awaited.remove(early);
    assertThat(listenersFor(campaign, "a")).containsExactly(late);
    assertThat(listenersFor(campaign, "c")).isEmpty();
  }

  @Test
  void nothing_is_kept_of_those_who_have_gone_while_others_still_listen() {
    Stream stays = new Stream("stays", 1);
    awaited.add(stays);
    assertThat(listenersFor(campaign, "stays")).containsExactly(stays);
    for (int i = 0; i < 1_000; i++) {
      Stream guest = new Stream("guest-" + i, 1);
      awaited.add(guest);
      assertThat(listenersFor(campaign, guest.owner())).containsExactly(guest);
      awaited.remove(guest);
    }
    assertThat(awaited.size()).isEqualTo(1);
    assertThat(awaited.listeners()).containsExactly(stays);
  }

  @Test
  void campaigns_that_are_over_are_forgotten_when_another_has_its_first_result() {
    Stream stays = new Stream("stays", 1);
    awaited.add(stays);
    assertThat(listenersFor(campaign, "stays")).containsExactly(stays);
    CampaignId next = new CampaignId(Ids.next());
    assertThat(listenersFor(next, "stays")).containsExactly(stays);
    assertThat(awaited.size()).isEqualTo(1);
  }
}
