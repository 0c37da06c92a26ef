package dev.spillway.wallet.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.Answer;
import dev.spillway.wallet.ledger.Outcome;
import dev.spillway.wallet.ledger.PostedTransfer;
import dev.spillway.wallet.ledger.TransferKind;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The answers to the letter. They are kept for days and given again by later versions, so a change
 * here is a change of what clients have been promised.
 */
class TransferAnswersTest {
  private static final Asset USDT = new Asset("USDT", 6, "Tether USD");
  private static final TransferAnswers ONE = new TransferAnswers(TransferResource.PATH);
  private static final TransferAnswers BATCH = new TransferAnswers(TransferBatchResource.PATH);

  private static final String TRANSFER =
      "{\"id\":\"019a5ba0-1f2e-7c3d-9a4b-5c6d7e8f9a0b\",\"kind\":\"transfer\",\"status\":\"posted\","
          + "\"from\":\"019a5b9e-6c4f-7d1a-8e2b-3f4a5b6c7d8e\","
          + "\"to\":\"019a5b9f-0a1b-7c2d-8e3f-4a5b6c7d8e9f\",\"asset\":\"USDT\","
          + "\"amount\":\"1.500000\",\"reference\":\"lunch \\\"to go\\\" ☕\","
          + "\"metadata\":{\"a\":\"1\",\"order\":\"4711\"},\"createdAt\":\"2026-03-01T12:00:00.123456Z\"}";

  @Test
  void a_posted_transfer() {
    assertThat(ONE.render(new Outcome.Posted(transfer())))
        .isEqualTo(new Answer(201, "/v1/transfers/019a5ba0-1f2e-7c3d-9a4b-5c6d7e8f9a0b", TRANSFER));
  }

  @Test
  void a_deposit_comes_from_outside() {
    PostedTransfer deposit =
        new PostedTransfer(
            transfer().id(),
            TransferKind.DEPOSIT,
            null,
            transfer().to(),
            USDT,
            transfer().amount(),
            null,
            Map.of(),
            Instant.parse("2026-03-01T12:00:00Z"));

    assertThat(ONE.render(new Outcome.Posted(deposit)).body())
        .isEqualTo(
            "{\"id\":\"019a5ba0-1f2e-7c3d-9a4b-5c6d7e8f9a0b\",\"kind\":\"deposit\",\"status\":\"posted\","
                + "\"from\":\"external:USDT\",\"to\":\"019a5b9f-0a1b-7c2d-8e3f-4a5b6c7d8e9f\","
                + "\"asset\":\"USDT\",\"amount\":\"1.500000\",\"reference\":null,\"metadata\":{},"
                + "\"createdAt\":\"2026-03-01T12:00:00Z\"}");
  }

  @Test
  void a_refusal() {
    assertThat(ONE.render(new Outcome.Refused(ProblemCode.INSUFFICIENT_FUNDS, "not enough")))
        .isEqualTo(
            new Answer(
                422,
                null,
                "{\"type\":\"urn:spillway:problem:insufficient-funds\","
                    + "\"title\":\"The available balance is too small\",\"status\":422,"
                    + "\"detail\":\"not enough\",\"instance\":\"/v1/transfers\","
                    + "\"code\":\"insufficient-funds\"}"));
  }

  @Test
  void a_batch_in_the_order_of_its_items() {
    Outcome batch =
        new Outcome.BatchPosted(
            UUID.fromString("019a5ba0-3c4d-7e5f-8a6b-7c8d9e0f1a2b"),
            List.of(
                new Outcome.Refused(ProblemCode.SAME_WALLET, "one wallet"),
                new Outcome.Posted(transfer())));

    assertThat(BATCH.render(batch))
        .isEqualTo(
            new Answer(
                201,
                null,
                "{\"id\":\"019a5ba0-3c4d-7e5f-8a6b-7c8d9e0f1a2b\",\"items\":["
                    + "{\"status\":\"rejected\",\"problem\":{\"type\":\"urn:spillway:problem:same-wallet\","
                    + "\"title\":\"A transfer needs two different wallets\",\"status\":422,"
                    + "\"detail\":\"one wallet\",\"instance\":\"/v1/transfer-batches\",\"code\":\"same-wallet\"}},"
                    + "{\"status\":\"posted\",\"transfer\":"
                    + TRANSFER
                    + "}]}"));
  }

  private static PostedTransfer transfer() {
    return new PostedTransfer(
        new TransferId(UUID.fromString("019a5ba0-1f2e-7c3d-9a4b-5c6d7e8f9a0b")),
        TransferKind.TRANSFER,
        new WalletId(UUID.fromString("019a5b9e-6c4f-7d1a-8e2b-3f4a5b6c7d8e")),
        new WalletId(UUID.fromString("019a5b9f-0a1b-7c2d-8e3f-4a5b6c7d8e9f")),
        USDT,
        new Amount(BigInteger.valueOf(1_500_000)),
        "lunch \"to go\" ☕",
        Map.of("order", "4711", "a", "1"),
        Instant.parse("2026-03-01T12:00:00.123456Z"));
  }
}
