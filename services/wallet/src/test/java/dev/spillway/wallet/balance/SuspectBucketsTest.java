package dev.spillway.wallet.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.wallet.balance.SuspectBuckets.Suspect;
import org.junit.jupiter.api.Test;

class SuspectBucketsTest {
  private final SuspectBuckets suspects = new SuspectBuckets();
  private final Bucket bucket = new Bucket(7);

  @Test
  void a_bucket_is_suspect_until_it_has_been_invalidated() {
    suspects.add(bucket);
    assertThat(suspects.contains(bucket)).isTrue();
    assertThat(suspects.contains(new Bucket(8))).isFalse();
    suspects.clear(suspects.all().getFirst());
    assertThat(suspects.contains(bucket)).isFalse();
  }

  @Test
  void an_invalidation_does_not_acquit_a_bucket_of_what_failed_after_it_was_sent() {
    suspects.add(bucket);
    Suspect sent = suspects.all().getFirst();
    suspects.add(bucket);
    suspects.clear(sent);
    assertThat(suspects.contains(bucket)).isTrue();
  }
}
