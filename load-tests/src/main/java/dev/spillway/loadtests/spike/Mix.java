package dev.spillway.loadtests.spike;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How the calls are mixed.
 *
 * @param shares parts of the sum; a call that is not there is not made
 */
public record Mix(Map<Call, Double> shares) {

  /** What a giveaway looks like. */
  public static final Mix GIVEAWAY =
      new Mix(Map.of(Call.CLAIM, 60.0, Call.BALANCE, 25.0, Call.TRANSFER, 10.0, Call.HISTORY, 5.0));

  public Mix {
    shares = Map.copyOf(shares);
    if (shares.isEmpty() || shares.values().stream().anyMatch(share -> !(share > 0))) {
      throw new IllegalArgumentException("shares must be above 0");
    }
  }

  /** One call and no other. */
  public static Mix only(Call call) {
    return new Mix(Map.of(call, 1.0));
  }

  /** Reads {@code claims=60,balances=25}. */
  public static Mix parse(String text) {
    Map<Call, Double> shares = new EnumMap<>(Call.class);
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("'" + part + "' is not CALL=SHARE");
      }
      shares.put(call(part.substring(0, equals)), share(part.substring(equals + 1)));
    }
    return new Mix(shares);
  }

  private static Call call(String word) {
    for (Call call : Call.values()) {
      if (call.word().equals(word)) {
        return call;
      }
    }
    throw new IllegalArgumentException("no call '" + word + "'");
  }

  private static double share(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a share", e);
    }
  }

  public boolean has(Call call) {
    return shares.containsKey(call);
  }

  /** The part of all requests that a call makes up, from 0 to 1. */
  public double part(Call call) {
    double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
    return shares.getOrDefault(call, 0.0) / sum;
  }

  /**
   * The call that a point of [0, 1) belongs to; evenly spread points make the mix.
   *
   * @param point not below 0 and below 1
   */
  public Call at(double point) {
    double upTo = 0;
    Call last = null;
    for (Call call : Call.values()) {
      if (has(call)) {
        upTo += part(call);
        last = call;
        if (point < upTo) {
          return call;
        }
      }
    }
    if (last == null) {
      throw new IllegalStateException("a mix has a call");
    }
    // The parts may sum up to a little less than 1.
    return last;
  }

  @Override
  public String toString() {
    return java.util.Arrays.stream(Call.values())
        .filter(this::has)
        .map(call -> call.word() + " " + Math.round(part(call) * 100) + " %")
        .collect(Collectors.joining(", "));
  }
}
