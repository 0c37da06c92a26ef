package dev.spillway.wallet.ledger;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Map;
import java.util.TreeMap;

/** The one piece of JSON that the ledger writes itself: a flat object of strings. */
final class JsonText {
  private JsonText() {}

  /** In the order of the keys, so that the same map always gives the same text. */
  static String object(Map<String, String> pairs) {
    StringBuilder json = new StringBuilder("{");
    for (Map.Entry<String, String> pair : new TreeMap<>(pairs).entrySet()) {
      json.append(json.length() > 1 ? "," : "");
      string(pair.getKey(), json);
      json.append(':');
      string(pair.getValue(), json);
    }
    return json.append('}').toString();
  }

  private static void string(String text, StringBuilder json) {
    json.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, json);
    json.append('"');
  }
}
