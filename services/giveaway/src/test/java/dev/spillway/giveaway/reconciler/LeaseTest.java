package dev.spillway.giveaway.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.giveaway.Await;
import dev.spillway.giveaway.StackResource;
import dev.spillway.giveaway.campaign.CampaignDatabase;
import dev.spillway.model.Ids;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class LeaseTest {
  @Inject CampaignDatabase database;

  private final String name = Ids.next().toString();

  @Test
  void one_has_it_until_it_is_given_back_and_the_token_grows() {
    Lease one = new Lease(database, name, "one");
    Lease other = new Lease(database, name, "other");

    long first = one.keep().orElseThrow();
    assertThat(other.keep()).isEmpty();
    assertThat(one.keep()).hasValue(first);
    one.release();

    assertThat(one.held()).isEmpty();
    assertThat(other.keep().orElseThrow()).isGreaterThan(first);
    assertThat(one.keep()).isEmpty();
  }

  @Test
  void the_token_grows_also_when_the_database_was_set_back() {
    Lease one = new Lease(database, name, "one");
    long first = one.keep().orElseThrow();
    one.release();
    database.await(
        connection -> {
          try (var update =
              connection.prepareStatement("UPDATE lease SET token = 1 WHERE name = ?")) {
            update.setString(1, name);
            return update.executeUpdate();
          }
        });
    assertThat(one.keep().orElseThrow()).isGreaterThan(first);
  }

  @Test
  void one_that_is_not_renewed_goes_to_another_and_is_not_believed_in_any_more() {
    Lease frozen = new Lease(database, name, "frozen");
    Lease other = new Lease(database, name, "other");
    long first = frozen.keep().orElseThrow();

    Await.until("taken over", () -> other.keep().isPresent());

    assertThat(frozen.held()).isEmpty();
    assertThat(other.held().orElseThrow()).isGreaterThan(first);
    assertThat(frozen.keep()).isEmpty();
  }
}
