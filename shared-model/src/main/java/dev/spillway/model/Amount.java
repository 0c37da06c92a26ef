package dev.spillway.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * A positive quantity of an asset, counted in its smallest unit. What asset it is of is said beside
 * it, never inside.
 *
 * @param units how many of the smallest unit; 1 to {@code 10^38 − 1}, which is what NUMERIC(38,0)
 *     holds
 */
public record Amount(BigInteger units) implements Comparable<Amount> {
  /** The widest number of smallest units that the ledger stores: NUMERIC(38,0). */
  public static final int MAX_DIGITS = 38;

  /** The first quantity that is too large: {@code 10^38}. */
  public static final BigInteger LIMIT = BigInteger.TEN.pow(MAX_DIGITS);

  /** JSON's own number grammar (RFC 8259 §6) without sign and exponent. */
  private static final Pattern DECIMAL = Pattern.compile("(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?");

  /** One more than 38 digits and a point: nothing longer is worth a look at its digits. */
  private static final int MAX_LENGTH = MAX_DIGITS + 1;

  public Amount {
    if (units.signum() <= 0 || units.compareTo(LIMIT) >= 0) {
      throw new InvalidAmountException(
          "an amount is at least one smallest unit and has at most 38 digits");
    }
  }

  /**
   * Reads a decimal string in units of the asset.
   *
   * @throws InvalidAmountException when it is not a plain decimal, has more decimals than the
   *     asset, is zero, or has more than 38 digits; the message may be shown to the client
   */
  public static Amount parse(String text, Asset asset) {
    if (text.length() > MAX_LENGTH) {
      throw new InvalidAmountException("an amount has at most 38 digits");
    }
    if (!DECIMAL.matcher(text).matches()) {
      throw new InvalidAmountException(
          "an amount is a decimal string such as \"12.5\", without sign or exponent");
    }
    int point = text.indexOf('.');
    int decimals = point < 0 ? 0 : text.length() - point - 1;
    if (decimals > asset.scale()) {
      throw new InvalidAmountException(
          asset.code() + " has at most " + asset.scale() + " decimals");
    }
    if (text.length() - (point < 0 ? 0 : 1) > MAX_DIGITS) {
      throw new InvalidAmountException("an amount has at most 38 digits");
    }
    return new Amount(new BigDecimal(text).setScale(asset.scale()).unscaledValue());
  }

  /** The canonical decimal string: always as many decimals as the asset has. */
  public String format(Asset asset) {
    return format(units, asset);
  }

  /** The canonical decimal string of any quantity, negative ones and zero too: balances, debits. */
  public static String format(BigInteger units, Asset asset) {
    return new BigDecimal(units, asset.scale()).toPlainString();
  }

  @Override
  public int compareTo(Amount other) {
    return units.compareTo(other.units);
  }
}
