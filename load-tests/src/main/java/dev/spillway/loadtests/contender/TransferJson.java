package dev.spillway.loadtests.contender;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The JSON of a posted transfer. The time comes last, because it is only known when the accounts
 * are locked: whoever renders in SQL puts it between {@link #head} and {@link #TAIL}.
 */
public final class TransferJson {
  /** What follows the time. */
  public static final String TAIL = "\"}";

  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private TransferJson() {}

  /** Everything up to the time of posting. */
  public static String head(TransferRequest transfer) {
    StringBuilder json = new StringBuilder(320);
    json.append("{\"id\":\"").append(transfer.transfer());
    json.append("\",\"kind\":\"transfer\",\"status\":\"posted\",\"from\":\"");
    json.append(transfer.from()).append("\",\"to\":\"").append(transfer.to());
    json.append("\",\"asset\":\"").append(transfer.asset().code());
    json.append("\",\"amount\":\"").append(transfer.amount().format(transfer.asset()));
    json.append("\",\"reference\":");
    if (transfer.reference() == null) {
      json.append("null");
    } else {
      json.append('"');
      JsonStringEncoder.getInstance().quoteAsString(transfer.reference(), json);
      json.append('"');
    }
    return json.append(",\"metadata\":{},\"createdAt\":\"").toString();
  }

  /** The whole document. */
  public static String of(TransferRequest transfer, Instant createdAt) {
    return head(transfer) + MICROSECONDS.format(createdAt) + TAIL;
  }
}
