package dev.spillway.loadtests.rehearse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A place in a YAML document, with words for what is not there. */
record Yaml(String path, @Nullable Object value) {

  static Yaml parse(String text) {
    return new Yaml("", reader().load(text));
  }

  /** The documents of a file. */
  static List<Yaml> parseAll(String text) {
    List<Yaml> documents = new ArrayList<>();
    reader().loadAll(text).forEach(it -> documents.add(new Yaml("", it)));
    return documents;
  }

  private static org.yaml.snakeyaml.Yaml reader() {
    return new org.yaml.snakeyaml.Yaml(new SafeConstructor(new LoaderOptions()));
  }

  Yaml at(String... fields) {
    Yaml here = this;
    for (String field : fields) {
      here =
          new Yaml(
              here.path + "/" + field, here.value instanceof Map<?, ?> map ? map.get(field) : null);
    }
    return here;
  }

  boolean isThere() {
    return value != null;
  }

  String text() {
    String text = textOr(null);
    if (text == null) {
      throw new IllegalArgumentException("nothing at " + path);
    }
    return text;
  }

  @Nullable String textOr(@Nullable String otherwise) {
    return value == null ? otherwise : value.toString();
  }

  int number() {
    return Integer.parseInt(text());
  }

  int size() {
    return items().size();
  }

  Yaml item(int index) {
    return items().get(index);
  }

  List<Yaml> items() {
    List<Yaml> items = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(it -> items.add(new Yaml(path + "/" + items.size(), it)));
    }
    return items;
  }
}
