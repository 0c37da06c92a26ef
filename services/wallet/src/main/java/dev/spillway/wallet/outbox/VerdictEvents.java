package dev.spillway.wallet.outbox;

import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.Hash128;
import dev.spillway.wallet.ledger.Verdict;
import dev.spillway.wallet.ledger.Verdict.OnClaim;
import dev.spillway.wallet.ledger.Verdict.OnOrder;
import dev.spillway.wallet.ledger.VerdictRenderer;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of {@code giveaway.claim-results.v1} and {@code giveaway.treasury-results.v1}
 * as {@link OutboxLine}s. An event's id and time are the verdict's, so that a verdict which is told
 * again is the same event. Whether an order was refused, and when, is in the id too: a return that
 * is refused is decided anew each time.
 */
public final class VerdictEvents implements VerdictRenderer {
  /** Where the results of claims go. */
  public static final String CLAIM_RESULTS = "giveaway.claim-results.v1";

  /** Where the results of treasury orders go. */
  public static final String TREASURY_RESULTS = "giveaway.treasury-results.v1";

  private static final String CLAIM_TYPE = "dev.spillway.wallet.claim.decided.v1";
  private static final String TREASURY_TYPE = "dev.spillway.wallet.treasury-order.decided.v1";

  private final Function<String, Asset> assets;

  /**
   * @param assets finds the asset of a code that the ledger has stored
   */
  public VerdictEvents(Function<String, Asset> assets) {
    this.assets = assets;
  }

  @Override
  public void render(Verdict verdict, @Nullable String traceparent, StringBuilder line) {
    switch (verdict) {
      case OnClaim claim -> {
        UUID event = Hash128.of("claim-result", claim.claim().toString());
        begin(CLAIM_RESULTS, CLAIM_TYPE, event, claim, traceparent, line);
        appendData(claim, line);
      }
      case OnOrder order -> {
        String id = order.order().toString();
        UUID event =
            order.code() == null
                ? Hash128.of("treasury-result", id)
                : Hash128.of(
                    "treasury-result", id, order.code().code(), order.decidedAt().toString());
        begin(TREASURY_RESULTS, TREASURY_TYPE, event, order, traceparent, line);
        appendData(order, line);
      }
    }
  }

  private static void begin(
      String topic,
      String type,
      UUID event,
      Verdict verdict,
      @Nullable String traceparent,
      StringBuilder line) {
    OutboxLine.begin(topic, verdict.subject(), event, type, verdict.decidedAt(), traceparent, line);
  }

  private static void appendData(OnClaim claim, StringBuilder line) {
    line.append("{\"claimId\":\"").append(claim.claim());
    line.append("\",\"campaignId\":\"").append(claim.key().campaign());
    line.append("\",\"result\":\"");
    if (claim.transfer() == null) {
      appendRejected(claim, line);
    } else {
      line.append("credited\",\"transferId\":\"").append(claim.transfer().value());
    }
    line.append("\"}");
  }

  private void appendData(OnOrder order, StringBuilder line) {
    line.append("{\"orderId\":\"").append(order.order());
    line.append("\",\"campaignId\":\"").append(order.campaign());
    line.append("\",\"kind\":\"").append(order.kind().word());
    line.append("\",\"result\":\"");
    if (order.moved() == null) {
      appendRejected(order, line);
    } else {
      line.append("posted\",\"amount\":\"").append(quantity(order.moved()));
    }
    line.append("\"}");
  }

  private static void appendRejected(Verdict verdict, StringBuilder line) {
    line.append("rejected\",\"code\":\"");
    line.append(Objects.requireNonNull(verdict.code()).code());
  }

  private String quantity(Verdict.Moved moved) {
    return moved.units().signum() == 0
        ? "0"
        : Amount.format(moved.units(), assets.apply(moved.asset()));
  }
}
