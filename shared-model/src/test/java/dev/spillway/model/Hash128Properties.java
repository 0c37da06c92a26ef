package dev.spillway.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Two lists of parts hash alike only when they are alike. */
class Hash128Properties {

  @Property
  void the_hash_tells_lists_of_parts_apart(
      @ForAll("parts") List<String> one, @ForAll("parts") List<String> other) {
    assertThat(hash(one).equals(hash(other))).isEqualTo(one.equals(other));
  }

  @Example
  void where_a_part_ends_matters() {
    assertThat(Hash128.of("ab", "c")).isNotEqualTo(Hash128.of("a", "bc"));
    assertThat(Hash128.of("a", "")).isNotEqualTo(Hash128.of("a"));
    assertThat(Hash128.of()).isNotEqualTo(Hash128.of(""));
  }

  @Property
  void a_hash_is_a_version_8_uuid(@ForAll("parts") List<String> parts) {
    assertThat(hash(parts).version()).isEqualTo(8);
    assertThat(hash(parts).variant()).isEqualTo(2);
  }

  private static UUID hash(List<String> parts) {
    return Hash128.of(parts.toArray(String[]::new));
  }

  @Provide
  Arbitrary<List<String>> parts() {
    return Arbitraries.strings().withChars("ab").ofMaxLength(3).list().ofMaxSize(3);
  }
}
