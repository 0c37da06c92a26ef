package dev.spillway.wallet.transfer;

import dev.spillway.edge.asset.Assets;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.Ids;
import dev.spillway.model.InvalidAmountException;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.TransferId;
import dev.spillway.wallet.ledger.Command;
import dev.spillway.wallet.ledger.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Makes orders for the ledger of what clients ask. */
@ApplicationScoped
public class TransferOrders {
  private final Assets assets;

  TransferOrders(Assets assets) {
    this.assets = assets;
  }

  /** An order with a new id, or what it is refused for before the ledger sees it. */
  Command.Item of(TransferRequest.WellFormed request) {
    Optional<Asset> asset = assets.byCode(request.asset());
    if (asset.isEmpty()) {
      return refused(ProblemCode.UNKNOWN_ASSET, "asset is none of those that GET /v1/assets lists");
    }
    try {
      return new Command.TransferOrder(
          new TransferId(Ids.next()),
          request.from(),
          request.to(),
          asset.get(),
          Amount.parse(request.amount(), asset.get()),
          request.reference(),
          request.metadata());
    } catch (InvalidAmountException e) {
      return refused(ProblemCode.INVALID_AMOUNT, e.getMessage());
    }
  }

  private static Command.RefusedItem refused(ProblemCode code, String detail) {
    return new Command.RefusedItem(new Outcome.Refused(code, detail));
  }
}
