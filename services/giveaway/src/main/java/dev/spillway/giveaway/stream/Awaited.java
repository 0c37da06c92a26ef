package dev.spillway.giveaway.stream;

import dev.spillway.giveaway.campaign.CampaignId;
import dev.spillway.giveaway.claim.ClaimId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Who listens, and for what. A result names a claim, not its owner; but a claim's id follows from
 * campaign and owner. So when the first result of a campaign comes, the ids that the listeners
 * would have there are worked out once, and every further result is one look-up.
 *
 * @param <L> a listener
 */
final class Awaited<L> {
  private final Function<L, String> ownerOf;
  private final Set<L> listeners = ConcurrentHashMap.newKeySet();

  /** Changed only while this object is held; for each campaign that had a result lately. */
  private final Map<CampaignId, Map<ClaimId, Set<L>>> claims = new ConcurrentHashMap<>();

  Awaited(Function<L, String> ownerOf) {
    this.ownerOf = ownerOf;
  }

  Set<L> listeners() {
    return listeners;
  }

  synchronized void add(L listener) {
    listeners.add(listener);
    claims.forEach((campaign, ofCampaign) -> await(listener, campaign, ofCampaign));
  }

  synchronized void remove(L listener) {
    listeners.remove(listener);
    if (listeners.isEmpty()) {
      claims.clear();
      return;
    }
    claims.forEach(
        (campaign, ofCampaign) ->
            ofCampaign.computeIfPresent(
                ClaimId.of(campaign, ownerOf.apply(listener)),
                (claim, them) -> {
                  them.remove(listener);
                  return them.isEmpty() ? null : them;
                }));
  }

  /**
   * Who listens for the claim.
   *
   * @param current asked when the campaign has no result yet: the campaigns to go on with, others
   *     are forgotten
   */
  Set<L> of(CampaignId campaign, ClaimId claim, Supplier<Set<CampaignId>> current) {
    Map<ClaimId, Set<L>> ofCampaign = claims.get(campaign);
    if (ofCampaign == null) {
      ofCampaign = begin(campaign, current.get());
    }
    return ofCampaign.getOrDefault(claim, Set.of());
  }

  /** How many claims are looked out for. */
  int size() {
    return claims.values().stream().mapToInt(Map::size).sum();
  }

  private synchronized Map<ClaimId, Set<L>> begin(CampaignId campaign, Set<CampaignId> current) {
    claims.keySet().removeIf(it -> !it.equals(campaign) && !current.contains(it));
    return claims.computeIfAbsent(
        campaign,
        ignored -> {
          Map<ClaimId, Set<L>> ofCampaign = new ConcurrentHashMap<>();
          listeners.forEach(listener -> await(listener, campaign, ofCampaign));
          return ofCampaign;
        });
  }

  private void await(L listener, CampaignId campaign, Map<ClaimId, Set<L>> ofCampaign) {
    ofCampaign
        .computeIfAbsent(
            ClaimId.of(campaign, ownerOf.apply(listener)), ignored -> ConcurrentHashMap.newKeySet())
        .add(listener);
  }
}
