package dev.spillway.wallet.ledger;

import dev.spillway.wallet.ledger.Verdict.OnClaim;
import dev.spillway.wallet.ledger.Verdict.OnOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What has been decided about claims and treasury orders, before this batch and in it. What was
 * decided first stands; whoever asks again is told it again.
 */
final class Verdicts {
  private record Announcement(Verdict verdict, @Nullable String traceparent) {}

  private final Snapshot snapshot;
  private final Map<ClaimKey, OnClaim> claims = new LinkedHashMap<>();
  private final Map<UUID, OnOrder> orders = new LinkedHashMap<>();
  private final List<Announcement> announcements = new ArrayList<>();

  Verdicts(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  @Nullable OnClaim onClaim(ClaimKey key) {
    OnClaim verdict = claims.get(key);
    return verdict != null ? verdict : snapshot.claims().get(key);
  }

  @Nullable OnOrder onOrder(UUID order) {
    OnOrder verdict = orders.get(order);
    return verdict != null ? verdict : snapshot.orders().get(order);
  }

  /** Decides for good, and tells. */
  Outcome decide(Verdict verdict, @Nullable String traceparent) {
    switch (verdict) {
      case OnClaim onClaim -> claims.put(onClaim.key(), onClaim);
      case OnOrder onOrder -> orders.put(onOrder.order(), onOrder);
    }
    return tell(verdict, traceparent, false);
  }

  /** Tells what needs no row, because it follows from those there are. */
  Outcome repeat(Verdict verdict, @Nullable String traceparent) {
    return tell(verdict, traceparent, true);
  }

  /** Tells what stands for now only: whoever asks again is told how it is then. */
  Outcome decideForNow(Verdict verdict, @Nullable String traceparent) {
    return tell(verdict, traceparent, false);
  }

  private Outcome tell(Verdict verdict, @Nullable String traceparent, boolean repeated) {
    announcements.add(new Announcement(verdict, traceparent));
    return new Outcome.Judged(verdict, repeated);
  }

  List<OnClaim> newOnClaims() {
    return List.copyOf(claims.values());
  }

  List<OnOrder> newOnOrders() {
    return List.copyOf(orders.values());
  }

  void publish(VerdictRenderer renderer, OutboxChunks outbox) {
    for (Announcement announcement : announcements) {
      Verdict verdict = announcement.verdict();
      outbox.add(
          verdict.subject(), line -> renderer.render(verdict, announcement.traceparent(), line));
    }
  }
}
