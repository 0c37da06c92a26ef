package dev.spillway.wallet.transfer;

import dev.spillway.edge.json.UnicodeText;
import dev.spillway.edge.problem.Problem;
import dev.spillway.model.Ids;
import dev.spillway.model.WalletId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A transfer as a client asks for it. Nothing is checked yet but that it is JSON of this shape. */
record TransferRequest(
    @Nullable String from,
    @Nullable String to,
    @Nullable String asset,
    @Nullable String amount,
    @Nullable String reference,
    @Nullable Map<String, @Nullable String> metadata) {

  static final int MAX_REFERENCE = 140;
  static final int MAX_PAIRS = 16;
  static final int MAX_PAIR_KEY = 64;
  static final int MAX_PAIR_VALUE = 256;

  /**
   * The same request with everything where it must be. What an asset and an amount mean is not its
   * business: being wrong about those is a refusal, not a malformed request.
   *
   * @param at where in the body it stands, to say where a fault is
   */
  WellFormed wellFormed(String at) {
    if (reference != null && UnicodeText.isLongerThan(MAX_REFERENCE, reference)) {
      throw malformed(at, "reference", "may have at most " + MAX_REFERENCE + " characters");
    }
    return new WellFormed(
        walletId(at, "from", from),
        walletId(at, "to", to),
        required(at, "asset", asset),
        required(at, "amount", amount),
        reference,
        pairs(at));
  }

  /**
   * A request that can be understood.
   *
   * @param metadata in the order of keys
   */
  record WellFormed(
      WalletId from,
      WalletId to,
      String asset,
      String amount,
      @Nullable String reference,
      Map<String, String> metadata) {

    /**
     * Adds what the request says, so that two requests that say the same add the same: whitespace,
     * the order of fields and of metadata, and a null left out make no difference.
     */
    void addContentTo(List<String> parts) {
      parts.add(from.toString());
      parts.add(to.toString());
      parts.add(asset);
      parts.add(amount);
      parts.add(reference == null ? "no reference" : "reference " + reference);
      parts.add(Integer.toString(metadata.size()));
      metadata.forEach(
          (key, value) -> {
            parts.add(key);
            parts.add(value);
          });
    }
  }

  private Map<String, String> pairs(String at) {
    if (metadata == null || metadata.isEmpty()) {
      return Map.of();
    }
    if (metadata.size() > MAX_PAIRS) {
      throw malformed(at, "metadata", "may have at most " + MAX_PAIRS + " pairs");
    }
    Map<String, String> pairs = new TreeMap<>();
    metadata.forEach(
        (key, value) -> {
          if (value == null) {
            throw malformed(at, "metadata", "may hold nothing but strings");
          }
          if (UnicodeText.isLongerThan(MAX_PAIR_KEY, key)
              || UnicodeText.isLongerThan(MAX_PAIR_VALUE, value)) {
            throw malformed(
                at,
                "metadata",
                "may have keys of at most %d and values of at most %d characters"
                    .formatted(MAX_PAIR_KEY, MAX_PAIR_VALUE));
          }
          if (!UnicodeText.isClean(key)) {
            throw malformed(at, "metadata", "contains a character that is not allowed");
          }
          pairs.put(key, value);
        });
    return pairs;
  }

  private static WalletId walletId(String at, String field, @Nullable String text) {
    return Ids.parse(required(at, field, text))
        .map(WalletId::new)
        .orElseThrow(() -> malformed(at, field, "is not an id"));
  }

  private static String required(String at, String field, @Nullable String text) {
    if (text == null) {
      throw malformed(at, field, "is missing");
    }
    return text;
  }

  private static RuntimeException malformed(String at, String field, String fault) {
    return Problem.malformed(at + field + " " + fault).asException();
  }
}
