package dev.spillway.wallet.ledger;

import dev.spillway.model.Ids;
import dev.spillway.model.Owners;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Which part of which campaign's treasury a wallet is; its owner's name says so: {@code
 * spillway:campaign:ID}, or {@code spillway:campaign:ID:n/K} when the treasury has K stripes. No
 * token can have such a name, so no person owns a treasury.
 *
 * @param stripe from 1 to {@code stripes}
 */
record TreasuryName(UUID campaign, int stripe, int stripes) {
  private static final String PREFIX = Owners.RESERVED + "campaign:";
  private static final int ID_LENGTH = 36;
  private static final Pattern STRIPE = Pattern.compile(":([1-9][0-9]{0,3})/([1-9][0-9]{0,3})");

  String owner() {
    return PREFIX + campaign + (stripes == 1 ? "" : ":" + stripe + "/" + stripes);
  }

  /** All stripes of the treasury, this one among them. */
  List<TreasuryName> all() {
    return all(campaign, stripes);
  }

  static List<TreasuryName> all(UUID campaign, int stripes) {
    return IntStream.rangeClosed(1, stripes)
        .mapToObj(stripe -> new TreasuryName(campaign, stripe, stripes))
        .toList();
  }

  /** Reads {@link #owner()}; empty for any other name. */
  static Optional<TreasuryName> of(String owner) {
    int idEnd = PREFIX.length() + ID_LENGTH;
    if (!owner.startsWith(PREFIX) || owner.length() < idEnd) {
      return Optional.empty();
    }
    String rest = owner.substring(idEnd);
    return Ids.parse(owner.substring(PREFIX.length(), idEnd))
        .flatMap(campaign -> of(campaign, rest))
        .filter(name -> name.owner().equals(owner));
  }

  private static Optional<TreasuryName> of(UUID campaign, String rest) {
    if (rest.isEmpty()) {
      return Optional.of(new TreasuryName(campaign, 1, 1));
    }
    Matcher matcher = STRIPE.matcher(rest);
    return matcher.matches()
        ? Optional.of(
            new TreasuryName(
                campaign, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }
}
