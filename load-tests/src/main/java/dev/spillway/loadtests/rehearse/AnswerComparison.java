package dev.spillway.loadtests.rehearse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether two systems give the same answer to the same question: the same status and the same JSON,
 * whatever the order of its fields. Left out is what tells of the answering and not of the money.
 */
final class AnswerComparison {
  /** When it was answered; what a page begins with, which only its maker reads. */
  private static final Set<String> IGNORED = Set.of("asOf", "nextCursor");

  private static final ObjectMapper JSON = new ObjectMapper();

  private AnswerComparison() {}

  /** An answer as a client sees it. */
  record Seen(int status, String body) {}

  /** What differs, by place; nothing when the answers are the same. */
  static List<String> differences(Seen one, Seen other) {
    List<String> differences = new ArrayList<>();
    if (one.status() != other.status()) {
      differences.add("status " + one.status() + " and " + other.status());
      return differences;
    }
    try {
      compare("", JSON.readTree(one.body()), JSON.readTree(other.body()), differences);
    } catch (JsonProcessingException e) {
      differences.add("not JSON");
    }
    return differences;
  }

  private static void compare(String path, JsonNode one, JsonNode other, List<String> differences) {
    if (one.isObject() && other.isObject()) {
      Set<String> names = new TreeSet<>();
      one.fieldNames().forEachRemaining(names::add);
      other.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        if (!IGNORED.contains(name)) {
          compare(path + "/" + name, one.path(name), other.path(name), differences);
        }
      }
    } else if (one.isArray() && other.isArray() && one.size() == other.size()) {
      Iterator<JsonNode> others = other.iterator();
      int index = 0;
      for (JsonNode item : one) {
        compare(path + "/" + index++, item, others.next(), differences);
      }
    } else if (!one.equals(other)) {
      differences.add(path + ": " + shortened(one) + " and " + shortened(other));
    }
  }

  private static String shortened(JsonNode node) {
    String text = node.isMissingNode() ? "nothing" : node.toString();
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }
}
