package dev.spillway.wallet.history;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.spillway.edge.json.JsonText;
import dev.spillway.model.Amount;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of a wallet's entries, newest first.
 *
 * @param next where to go on; null when these were the last
 */
record EntryPage(List<Entry> entries, @Nullable Cursor next) {
  /** The page as clients see it. */
  String json() {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("items");
          for (Entry entry : entries) {
            write(json, entry);
          }
          json.writeEndArray();
          json.writeStringField("nextCursor", next == null ? null : next.encoded());
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, Entry entry) throws IOException {
    json.writeStartObject();
    json.writeNumberField("seq", entry.seq());
    json.writeStringField("transferId", entry.transfer().toString());
    json.writeStringField("kind", entry.kind().word());
    json.writeStringField("asset", entry.asset().code());
    json.writeStringField("amount", Amount.format(entry.amount(), entry.asset()));
    json.writeStringField("balance", Amount.format(entry.balance(), entry.asset()));
    json.writeStringField(
        "counterparty",
        entry.counterparty() == null
            ? "external:" + entry.asset().code()
            : entry.counterparty().toString());
    json.writeStringField("reference", entry.reference());
    json.writeStringField("createdAt", entry.createdAt().toString());
    json.writeEndObject();
  }
}
