package dev.spillway.model;

import java.util.regex.Pattern;

/**
 * Something a wallet can hold a balance of.
 *
 * @param code what clients call it, for example {@code BTC}; 2–12 upper-case letters or digits
 * @param scale how many decimals one unit has: the smallest unit is {@code 10^-scale}; 0–18
 * @param name for people, for example {@code Bitcoin}
 */
public record Asset(String code, int scale, String name) {
  private static final Pattern CODE = Pattern.compile("[A-Z0-9]{2,12}");

  /**
   * No asset in use has more decimals than Ether, and 38 digits must leave room for whole units.
   */
  public static final int MAX_SCALE = 18;

  public Asset {
    if (!CODE.matcher(code).matches()) {
      throw new IllegalArgumentException("not an asset code: " + code);
    }
    if (scale < 0 || scale > MAX_SCALE) {
      throw new IllegalArgumentException("scale of " + code + " is outside 0–" + MAX_SCALE);
    }
    if (name.isBlank()) {
      throw new IllegalArgumentException("asset " + code + " has no name");
    }
  }
}
