package dev.spillway.giveaway.claim;

import dev.spillway.edge.valkey.Script;
import dev.spillway.edge.valkey.Valkey;
import dev.spillway.giveaway.campaign.Campaign;
import dev.spillway.giveaway.campaign.CampaignId;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the crowd away from the ledger: as many claims as the budget pays for get past it, and each
 * owner once. It may be wrong, after Valkey has lost something, and then the ledger is still right.
 *
 * <p>A campaign has four keys with one hash tag, {@code giveaway:{CAMPAIGN}:…}:
 *
 * <pre>
 *   gate     hash   state (rebuilding, open, closed), token, opens and ends in milliseconds, places
 *   taken    hash   claim → {@link ClaimState}, for claims that hold a place; places taken is its length
 *   freed    hash   claim → {@link ClaimState.Rejected}, for claims that gave theirs back
 *   pending  zset   claim → milliseconds since it began to wait, for claims without a result
 * </pre>
 *
 * <p>Nothing is counted, so nothing can be counted twice: every change may be repeated. Every stage
 * fails while Valkey is away, as {@link Valkey#run} says.
 */
@ApplicationScoped
public class Gate {
  private static final Script CLAIM = Script.resource("lua/claim.lua");
  private static final Script LOOK = Script.resource("lua/look.lua");
  private static final Script RECORD = Script.resource("lua/record.lua");
  private static final Script MOVE = Script.resource("lua/gate.lua");
  private static final Script STALE = Script.resource("lua/stale.lua");

  /** How long a closed campaign's claims are still known here; the database has them for ever. */
  private static final int DAYS_KEPT = 7;

  /** Of somebody who needs no lease for what is done. */
  public static final long NO_TOKEN = 0;

  private final Valkey valkey;

  Gate(Valkey valkey) {
    this.valkey = valkey;
  }

  /** What the gate says to a claim. */
  public sealed interface Answer {
    /** A place was taken for it now. */
    record Taken() implements Answer {}

    /** It was made before. */
    record Known(ClaimState state) implements Answer {}

    /** The campaign has not begun, has ended or was closed. */
    record NotOpen() implements Answer {}

    /** Every place is taken. */
    record Exhausted() implements Answer {}

    /** There is no gate: Valkey has lost it, or it is being rebuilt. */
    record Missing() implements Answer {}
  }

  /** What a gate's state can be. */
  public enum State {
    /** Not there. */
    NONE(""),
    /** Being filled from the database: lets nobody through, but remembers what it is told. */
    REBUILDING("rebuilding"),
    OPEN("open"),
    CLOSED("closed");

    private final String word;

    State(String word) {
      this.word = word;
    }
  }

  /**
   * Claims that have waited too long.
   *
   * @param waiting how many wait at all
   * @param due some that have waited longest
   */
  public record Stale(long waiting, Map<ClaimId, ClaimState.Pending> due) {}

  /** Takes a place for an owner's claim. One round trip. */
  public CompletionStage<Answer> take(CampaignId campaign, ClaimId claim, String ownerId) {
    return valkey
        .run(
            CLAIM,
            keys(campaign),
            List.of(claim.toString(), new ClaimState.Reserved(ownerId).remembered()))
        .thenApply(answer -> answer(text(answer)));
  }

  /** What is known of a claim; {@code NotOpen} when nothing is. */
  public CompletionStage<Answer> look(CampaignId campaign, ClaimId claim) {
    return valkey
        .run(LOOK, keys(campaign), List.of(claim.toString()))
        .thenApply(answer -> answer(text(answer)));
  }

  /** Tells the gate of claims that the database has, and of results. */
  public CompletionStage<Void> record(CampaignId campaign, Map<ClaimId, ClaimState> claims) {
    List<String> args = new ArrayList<>(2 * claims.size());
    claims.forEach(
        (claim, state) -> {
          args.add(claim.toString());
          args.add(state.remembered());
        });
    return valkey.run(RECORD, keys(campaign), args).thenApply(done -> null);
  }

  /**
   * Moves a gate to a state if it is in one of those given.
   *
   * @param token of the lease of whoever does it, {@link #NO_TOKEN} for somebody who needs none; an
   *     older one than the gate has seen does nothing
   * @param forget whether everything about the campaign may be forgotten in some days
   * @return whether it is in that state now
   */
  public CompletionStage<Boolean> move(
      Campaign campaign, List<State> from, State to, long token, boolean forget) {
    return valkey
        .run(
            MOVE,
            keys(campaign.id()),
            List.of(
                String.join(",", from.stream().map(state -> state.word).toList()),
                to.word,
                Long.toString(token),
                Long.toString(campaign.startsAt().toEpochMilli()),
                Long.toString(campaign.endsAt().toEpochMilli()),
                Long.toString(campaign.places()),
                Integer.toString(forget ? DAYS_KEPT : 0)))
        .thenApply(done -> text(done).equals("1"));
  }

  /**
   * The claims that have waited longest for their result. One that is given out is not given out
   * again for as long as a claim may wait.
   */
  public CompletionStage<Stale> stale(CampaignId campaign, Duration mayWait, int limit) {
    return valkey
        .run(
            STALE,
            keys(campaign),
            List.of(Long.toString(mayWait.toMillis()), Integer.toString(limit)))
        .thenApply(Gate::stale);
  }

  private static Answer answer(String text) {
    return switch (text) {
      case "new" -> new Answer.Taken();
      case "missing" -> new Answer.Missing();
      case "exhausted" -> new Answer.Exhausted();
      default -> {
        ClaimState state = ClaimState.of(text);
        yield state == null ? new Answer.NotOpen() : new Answer.Known(state);
      }
    };
  }

  private static Stale stale(@Nullable Response answer) {
    if (answer == null) {
      return new Stale(0, Map.of());
    }
    Map<ClaimId, ClaimState.Pending> due = new LinkedHashMap<>();
    for (int i = 1; i < answer.size(); i += 2) {
      if (ClaimState.of(text(answer.get(i + 1))) instanceof ClaimState.Pending pending) {
        due.put(new ClaimId(UUID.fromString(text(answer.get(i)))), pending);
      }
    }
    return new Stale(answer.get(0).toLong(), due);
  }

  private static String text(@Nullable Response answer) {
    return answer == null ? "" : answer.toString();
  }

  private static List<String> keys(CampaignId campaign) {
    String tag = "giveaway:{" + campaign + "}:";
    return List.of(tag + "gate", tag + "taken", tag + "freed", tag + "pending");
  }
}
