package dev.spillway.wallet.outbox;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.Hash128;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.EventRenderer;
import dev.spillway.wallet.ledger.PostedTransfer;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of {@code wallet.transfers.v1} as {@link OutboxLine}s. Runs for every entry
 * inside the ledger's transaction, so it appends to the one buffer and builds no tree.
 */
public final class TransferEvents implements EventRenderer {
  /** Where the events go. */
  public static final String TOPIC = "wallet.transfers.v1";

  /** Their CloudEvents type. */
  public static final String TYPE = "dev.spillway.wallet.transfer.posted.v1";

  @Override
  public void render(
      PostedTransfer transfer,
      WalletId side,
      boolean debit,
      BigInteger balanceAfter,
      long seq,
      @Nullable String traceparent,
      StringBuilder line) {
    Asset asset = transfer.asset();
    OutboxLine.begin(
        TOPIC,
        side.value(),
        eventId(side, asset, seq),
        TYPE,
        transfer.createdAt(),
        traceparent,
        line);
    line.append("{\"walletId\":\"").append(side.value());
    line.append("\",\"asset\":\"").append(asset.code());
    line.append("\",\"side\":\"").append(debit ? "debit" : "credit");
    line.append("\",\"seq\":").append(seq);
    line.append(",\"balance\":\"").append(Amount.format(balanceAfter, asset));
    line.append("\",\"transfer\":");
    appendTransfer(transfer, line);
    line.append('}');
  }

  /** The same entry always has the same event id, however often it is rendered or sent. */
  private static UUID eventId(WalletId side, Asset asset, long seq) {
    return Hash128.of("entry", side.toString(), asset.code(), Long.toString(seq));
  }

  private static void appendTransfer(PostedTransfer transfer, StringBuilder out) {
    out.append("{\"id\":\"").append(transfer.id().value());
    out.append("\",\"kind\":\"").append(transfer.kind().word());
    out.append("\",\"status\":\"posted\",\"from\":");
    appendParty(transfer.from(), transfer.asset(), out);
    out.append(",\"to\":");
    appendParty(transfer.to(), transfer.asset(), out);
    out.append(",\"asset\":\"").append(transfer.asset().code());
    out.append("\",\"amount\":\"").append(transfer.amount().format(transfer.asset()));
    out.append("\",\"reference\":");
    if (transfer.reference() == null) {
      out.append("null");
    } else {
      appendString(transfer.reference(), out);
    }
    out.append(",\"metadata\":{");
    appendPairs(transfer.metadata(), out);
    out.append("},\"createdAt\":\"").append(transfer.createdAt()).append("\"}");
  }

  /** A wallet's id, or the name of the world outside, as HTTP clients see it too. */
  private static void appendParty(@Nullable WalletId wallet, Asset asset, StringBuilder out) {
    out.append('"');
    if (wallet == null) {
      out.append("external:").append(asset.code());
    } else {
      out.append(wallet.value());
    }
    out.append('"');
  }

  /** In key order: a {@link Map#copyOf} iterates differently in every process. */
  private static void appendPairs(Map<String, String> pairs, StringBuilder out) {
    if (pairs.isEmpty()) {
      return;
    }
    boolean first = true;
    for (Map.Entry<String, String> pair : new TreeMap<>(pairs).entrySet()) {
      if (!first) {
        out.append(',');
      }
      first = false;
      appendString(pair.getKey(), out);
      out.append(':');
      appendString(pair.getValue(), out);
    }
  }

  private static void appendString(String text, StringBuilder out) {
    out.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, out);
    out.append('"');
  }
}
