package dev.spillway.wallet.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spillway.model.Asset;
import dev.spillway.model.Hash128;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.TransferId;
import dev.spillway.wallet.EventSchema;
import dev.spillway.wallet.ledger.ClaimKey;
import dev.spillway.wallet.ledger.OrderKind;
import dev.spillway.wallet.ledger.Verdict;
import java.math.BigInteger;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerdictEventsTest {
  private static final UUID CLAIM = UUID.fromString("01900000-0000-7000-8000-00000000000a");
  private static final UUID CAMPAIGN = UUID.fromString("01900000-0000-7000-8000-00000000000c");
  private static final UUID TRANSFER = UUID.fromString("01900000-0000-7000-8000-00000000000f");
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final VerdictEvents events = new VerdictEvents(code -> new Asset(code, 6, code));

  @Test
  void the_line_of_a_credited_claim_is_pinned() {
    assertThat(line(credited(), TRACE).split("\t"))
        .containsExactly(
            "giveaway.claim-results.v1",
            CLAIM.toString(),
            Hash128.of("claim-result", CLAIM.toString()).toString(),
            "dev.spillway.wallet.claim.decided.v1",
            "2026-01-02T03:04:05.678901Z",
            TRACE,
            """
            {"claimId":"01900000-0000-7000-8000-00000000000a",\
            "campaignId":"01900000-0000-7000-8000-00000000000c",\
            "result":"credited","transferId":"01900000-0000-7000-8000-00000000000f"}""");
  }

  @Test
  void a_result_is_the_same_event_whoever_asks() {
    assertThat(fields(line(credited(), TRACE))[2]).isEqualTo(fields(line(credited(), null))[2]);
    assertThat(fields(line(credited(), null))[2])
        .isNotEqualTo(fields(line(order(OrderKind.FUND, 1, null), null))[2]);
  }

  @Test
  void a_return_that_was_refused_before_is_another_event() {
    assertThat(fields(line(order(OrderKind.RETURN, 1, null), null))[2])
        .isNotEqualTo(fields(line(order(OrderKind.RETURN, 0, ProblemCode.WALLET_FROZEN), null))[2]);
  }

  @Test
  void every_result_is_as_its_schema_says() throws Exception {
    assertValid(credited(), "{\"transferId\":\"" + TRANSFER + "\"");
    assertValid(
        new Verdict.OnClaim(
            CLAIM, new ClaimKey(CAMPAIGN, "alice"), null, ProblemCode.CAMPAIGN_EXHAUSTED, AT),
        "\"rejected\",\"code\":\"campaign-exhausted\"}");
    assertValid(order(OrderKind.FUND, 1_500_000, null), "\"posted\",\"amount\":\"1.500000\"}");
    assertValid(order(OrderKind.RETURN, 0, null), "\"posted\",\"amount\":\"0\"}");
    assertValid(
        order(OrderKind.RETURN, 0, ProblemCode.WALLET_FROZEN),
        "\"rejected\",\"code\":\"wallet-frozen\"}");
  }

  private void assertValid(Verdict verdict, String end) throws Exception {
    String[] line = fields(line(verdict, null));
    assertThat(EventSchema.of(line[0]).violations(new ObjectMapper().readTree(line[6]))).isEmpty();
    assertThat(line[6]).contains(end.startsWith("{") ? end.substring(1) : end);
    assertThat(line[1]).isEqualTo(verdict.subject().toString());
  }

  private static Verdict credited() {
    return new Verdict.OnClaim(
        CLAIM, new ClaimKey(CAMPAIGN, "alice"), new TransferId(TRANSFER), null, AT);
  }

  private static Verdict order(OrderKind kind, long moved, @Nullable ProblemCode code) {
    return new Verdict.OnOrder(
        CLAIM,
        CAMPAIGN,
        kind,
        code == null ? new Verdict.Moved("USDT", BigInteger.valueOf(moved)) : null,
        code,
        AT);
  }

  private static String[] fields(String line) {
    return line.split("\t", -1);
  }

  private String line(Verdict verdict, @Nullable String traceparent) {
    StringBuilder line = new StringBuilder();
    events.render(verdict, traceparent, line);
    return line.toString();
  }
}
