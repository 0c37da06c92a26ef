package dev.spillway.wallet.transfer;

import dev.spillway.edge.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A batch as a client asks for it. */
record TransferBatchRequest(
    @Nullable Boolean atomic, @Nullable List<@Nullable TransferRequest> transfers) {

  /** One batch takes the room of as many transfers, so it cannot be left to the client. */
  static final int MAX_TRANSFERS = 500;

  /** The same batch with everything where it must be. */
  WellFormed wellFormed() {
    if (atomic == null) {
      throw Problem.malformed("atomic is missing").asException();
    }
    if (transfers == null || transfers.isEmpty() || transfers.size() > MAX_TRANSFERS) {
      throw Problem.malformed("transfers has to hold 1 to " + MAX_TRANSFERS + " transfers")
          .asException();
    }
    List<TransferRequest.WellFormed> wellFormed = new ArrayList<>(transfers.size());
    for (TransferRequest transfer : transfers) {
      String at = "transfers[" + wellFormed.size() + "]";
      if (transfer == null) {
        throw Problem.malformed(at + " is missing").asException();
      }
      wellFormed.add(transfer.wellFormed(at + "."));
    }
    return new WellFormed(atomic, wellFormed);
  }

  /** A batch that can be understood. */
  record WellFormed(boolean atomic, List<TransferRequest.WellFormed> transfers) {}
}
