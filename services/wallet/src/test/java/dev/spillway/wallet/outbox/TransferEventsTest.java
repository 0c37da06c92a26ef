package dev.spillway.wallet.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.PostedTransfer;
import dev.spillway.wallet.ledger.TransferKind;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TransferEventsTest {
  private static final Asset USDT = new Asset("USDT", 6, "Tether USD");
  private static final WalletId ALICE =
      new WalletId(UUID.fromString("01900000-0000-7000-8000-00000000000a"));
  private static final WalletId BOB =
      new WalletId(UUID.fromString("01900000-0000-7000-8000-00000000000b"));
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final TransferEvents events = new TransferEvents();

  @Test
  void the_line_of_a_transfer_is_pinned() {
    String line = line(transfer(ALICE, "lunch", Map.of("b", "2", "a", "1")), TRACE);

    assertThat(line.split("\t"))
        .containsExactly(
            "wallet.transfers.v1",
            "01900000-0000-7000-8000-00000000000b",
            "ce4f3703-5a19-88c5-8445-7104e85add9b",
            "dev.spillway.wallet.transfer.posted.v1",
            "2026-01-02T03:04:05.678901Z",
            TRACE,
            """
            {"walletId":"01900000-0000-7000-8000-00000000000b","asset":"USDT","side":"credit","seq":7,\
            "balance":"12.500000","transfer":{"id":"01900000-0000-7000-8000-0000000000ff",\
            "kind":"transfer","status":"posted","from":"01900000-0000-7000-8000-00000000000a",\
            "to":"01900000-0000-7000-8000-00000000000b","asset":"USDT","amount":"1.500000",\
            "reference":"lunch","metadata":{"a":"1","b":"2"},\
            "createdAt":"2026-01-02T03:04:05.678901Z"}}""");
  }

  @Test
  void what_came_from_outside_names_the_outside_as_its_sender() throws Exception {
    JsonNode data = data(line(transfer(null, null, Map.of()), null));

    assertThat(data.at("/transfer/from").textValue()).isEqualTo("external:USDT");
    assertThat(data.at("/transfer/reference").isNull()).isTrue();
    assertThat(data.at("/transfer/metadata").isEmpty()).isTrue();
  }

  @Test
  void any_text_survives_in_one_line() throws Exception {
    String nasty = "tab\t line\n return\r quote\" back\\ nul\u0000 esc\u001b é 😀 \u2028";

    String line = line(transfer(ALICE, nasty, Map.of(nasty, nasty)), null);

    assertThat(line).doesNotContain("\n", "\r");
    assertThat(data(line).at("/transfer/reference").textValue()).isEqualTo(nasty);
    assertThat(data(line).at("/transfer/metadata").properties())
        .allSatisfy(
            pair -> {
              assertThat(pair.getKey()).isEqualTo(nasty);
              assertThat(pair.getValue().textValue()).isEqualTo(nasty);
            });
  }

  @Test
  void a_trace_header_that_would_break_the_line_is_left_out() {
    assertThat(OutboxLine.parse(line(transfer(ALICE, null, Map.of()), "00-a\tb")).traceparent())
        .isNull();
  }

  @Test
  void an_event_id_is_the_same_each_time_and_of_one_entry_only() {
    PostedTransfer transfer = transfer(ALICE, null, Map.of());

    assertThat(id(transfer, BOB, 7)).isEqualTo(id(transfer, BOB, 7));
    assertThat(id(transfer, BOB, 7)).isNotIn(id(transfer, BOB, 8), id(transfer, ALICE, 7));
    assertThat(UUID.fromString(id(transfer, BOB, 7)).version()).isEqualTo(8);
    assertThat(UUID.fromString(id(transfer, BOB, 7)).variant()).isEqualTo(2);
  }

  @Test
  void a_line_with_another_number_of_fields_is_refused() {
    assertThatThrownBy(() -> OutboxLine.parse("a\tb"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("7 fields");
  }

  private String id(PostedTransfer transfer, WalletId side, long seq) {
    StringBuilder line = new StringBuilder();
    events.render(transfer, side, true, BigInteger.ONE, seq, null, line);
    return OutboxLine.parse(line.toString()).id();
  }

  private String line(PostedTransfer transfer, @Nullable String traceparent) {
    StringBuilder line = new StringBuilder();
    events.render(transfer, BOB, false, BigInteger.valueOf(12_500_000), 7, traceparent, line);
    return line.toString();
  }

  private static JsonNode data(String line) throws Exception {
    return new ObjectMapper().readTree(OutboxLine.parse(line).data());
  }

  private static PostedTransfer transfer(
      @Nullable WalletId from, @Nullable String reference, Map<String, String> metadata) {
    return new PostedTransfer(
        new TransferId(UUID.fromString("01900000-0000-7000-8000-0000000000ff")),
        TransferKind.TRANSFER,
        from,
        BOB,
        USDT,
        new Amount(BigInteger.valueOf(1_500_000)),
        reference,
        metadata,
        Instant.parse("2026-01-02T03:04:05.678901Z"));
  }
}
