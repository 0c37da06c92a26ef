package dev.spillway.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Ids are UUIDv7 and read back only from their canonical form. */
class IdsTest {

  @Test
  void a_new_id_is_a_version_7_uuid_of_now() {
    long before = System.currentTimeMillis();
    UUID id = Ids.next();
    long after = System.currentTimeMillis();

    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, after);
  }

  @Test
  void ids_sort_in_the_order_they_were_made() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      made.add(Ids.next().toString());
    }

    assertThat(made).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void the_canonical_form_reads_back_in_either_case() {
    UUID id = Ids.next();

    assertThat(Ids.parse(id.toString())).contains(id);
    assertThat(Ids.parse(id.toString().toUpperCase(Locale.ROOT))).contains(id);
  }

  @Test
  void what_the_platform_would_take_for_a_uuid_is_not_an_id() {
    for (String text :
        new String[] {
          "",
          "1-1-1-1-1",
          "019a5b9e6c4f7d1a8e2b3f4a5b6c7d8e",
          "{019a5b9e-6c4f-7d1a-8e2b-3f4a5b6c7d8e}",
          "019a5b9e-6c4f-7d1a-8e2b-3f4a5b6c7d8",
          "019a5b9e-6c4f-7d1a-8e2b-3f4a5b6c7d8e ",
          "019a5b9e-6c4f-7d1a-8e2b-3f4a5b6c7dég",
          "019a5b9e-6c4f-7d1a-8e2b3f4a-5b6c7d8e",
          "0x9a5b9e-6c4f-7d1a-8e2b-3f4a5b6c7d8e",
          "019a5b9e-6c4f-7d1a-8e2b-3f4a5b6c7d8-",
          "019a5b9e06c4f-7d1a-8e2b-3f4a5b6c7d8e",
          "\uff1019a5b9e-6c4f-7d1a-8e2b-3f4a5b6c7d8e"
        }) {
      assertThat(Ids.parse(text)).as("“%s”", text).isEmpty();
    }
  }
}
