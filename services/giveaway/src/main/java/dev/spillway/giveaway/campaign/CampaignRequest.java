package dev.spillway.giveaway.campaign;

import dev.spillway.edge.asset.Assets;
import dev.spillway.edge.json.UnicodeText;
import dev.spillway.edge.problem.Problem;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.Hash128;
import dev.spillway.model.InvalidAmountException;
import dev.spillway.model.ProblemCode;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A campaign as its creator asks for it. Nothing is checked yet but that it is JSON of this shape.
 */
record CampaignRequest(
    @Nullable String name,
    @Nullable String asset,
    @Nullable String amountPerClaim,
    @Nullable String budget,
    @Nullable String startsAt,
    @Nullable String endsAt,
    @Nullable Integer treasuryStripes) {

  static final int MAX_NAME = 140;

  /** PostgreSQL and JSON readers both know these years; whoever means others has mistyped one. */
  private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

  /**
   * What is asked for, understood.
   *
   * @param request a hash of what was said, amounts as they were written, so that a repetition can
   *     be told from another request
   */
  record Understood(
      String name,
      Asset asset,
      Amount amountPerClaim,
      Amount budget,
      Instant startsAt,
      Instant endsAt,
      int stripes,
      UUID request) {

    /** A campaign that is over already can only be a mistake. */
    void requireNotOver(Instant now) {
      if (!endsAt.isAfter(now)) {
        throw malformed("endsAt is over already");
      }
    }
  }

  /** The request with everything where it must be. */
  Understood understood(Assets assets) {
    String title = required("name", name);
    if (title.isBlank() || UnicodeText.isLongerThan(MAX_NAME, title)) {
      throw malformed("name has to have 1 to " + MAX_NAME + " characters");
    }
    Instant starts = time("startsAt", startsAt);
    Instant ends = time("endsAt", endsAt);
    if (!ends.isAfter(starts)) {
      throw malformed("endsAt has to be after startsAt");
    }
    int stripes = treasuryStripes == null ? 1 : treasuryStripes;
    if (stripes < 1 || stripes > Campaign.MOST_STRIPES) {
      throw malformed("treasuryStripes has to be a number from 1 to " + Campaign.MOST_STRIPES);
    }
    String code = required("asset", asset);
    String each = required("amountPerClaim", amountPerClaim);
    String all = required("budget", budget);
    Asset of =
        assets
            .byCode(code)
            .orElseThrow(
                () ->
                    new Problem(ProblemCode.UNKNOWN_ASSET, "there is no such asset").asException());
    Amount perClaim = amount("amountPerClaim", each, of);
    Amount total = amount("budget", all, of);
    BigInteger places = total.units().divide(perClaim.units());
    if (places.signum() == 0) {
      throw invalid("budget does not pay for one claim");
    }
    if (places.compareTo(BigInteger.valueOf(Campaign.MOST_PLACES)) > 0) {
      throw invalid("budget pays for more than " + Campaign.MOST_PLACES + " claims");
    }
    return new Understood(
        title,
        of,
        perClaim,
        total,
        starts,
        ends,
        stripes,
        Hash128.of(
            "campaign",
            title,
            of.code(),
            each,
            all,
            starts.toString(),
            ends.toString(),
            Integer.toString(stripes)));
  }

  private static Amount amount(String field, String text, Asset asset) {
    try {
      return Amount.parse(text, asset);
    } catch (InvalidAmountException e) {
      throw invalid(field + ": " + e.getMessage());
    }
  }

  private static Instant time(String field, @Nullable String text) {
    try {
      // The gate counts in milliseconds.
      Instant time =
          OffsetDateTime.parse(required(field, text)).toInstant().truncatedTo(ChronoUnit.MILLIS);
      if (time.isBefore(FIRST) || time.isAfter(LAST)) {
        throw malformed(field + " has to be between 2000 and 2200");
      }
      return time;
    } catch (DateTimeException e) {
      throw malformed(field + " has to be a time such as 2026-05-01T12:00:00Z");
    }
  }

  private static String required(String field, @Nullable String text) {
    if (text == null) {
      throw malformed(field + " is missing");
    }
    return text;
  }

  private static RuntimeException invalid(String detail) {
    return new Problem(ProblemCode.INVALID_AMOUNT, detail).asException();
  }

  private static RuntimeException malformed(String detail) {
    return Problem.malformed(detail).asException();
  }
}
