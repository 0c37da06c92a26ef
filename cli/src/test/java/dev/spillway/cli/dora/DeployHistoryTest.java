package dev.spillway.cli.dora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.cli.git.UnreadableHistoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployHistoryTest {
  private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");

  @TempDir private Path root;
  private ScratchRepository repository;

  @BeforeEach
  void create() {
    repository = new ScratchRepository(root);
  }

  @Test
  void a_repository_without_a_commit_has_no_branch_to_read() {
    assertThatThrownBy(this::deploys)
        .isInstanceOf(UnreadableHistoryException.class)
        .hasMessageContaining("no branch 'main'");
  }

  @Test
  void a_history_that_deploys_nothing_has_no_deploys() {
    repository.change(hour(0), "wallet");
    assertThat(deploys()).isEmpty();
  }

  @Test
  void the_first_version_is_a_deploy_without_lead_times() {
    repository.change(hour(0), "wallet");
    String first = repository.pin(hour(1), "wallet", "0.1.0");

    assertThat(deploys()).hasSize(1);
    Deploy deploy = deploys().getFirst();
    assertThat(deploy.commit()).isEqualTo(first);
    assertThat(deploy.at()).isEqualTo(hour(1));
    assertThat(deploy.services()).containsExactly("wallet");
    assertThat(deploy.leadTimes()).isEmpty();
    assertThat(deploy.isRollback()).isFalse();
  }

  @Test
  void a_change_of_the_overlay_that_is_not_of_its_image_is_no_deploy() {
    repository.pin(hour(0), "wallet", "0.1.0");
    repository.commit(
        hour(1),
        "More pods",
        "k8s/apps/wallet/overlays/production/kustomization.yaml",
        """
        resources: [../../base]
        images: [{ name: spillway/wallet, newName: registry/spillway/wallet, newTag: 0.1.0 }]
        patches: [{ path: scale.yaml }]
        """);
    assertThat(deploys()).hasSize(1);
  }

  @Test
  void a_version_of_another_cluster_is_no_deploy() {
    repository.commit(
        hour(0),
        "Staging",
        "k8s/apps/wallet/overlays/staging/kustomization.yaml",
        "images: [{ name: spillway/wallet, newTag: 0.1.0 }]");
    assertThat(deploys()).isEmpty();
  }

  @Test
  void every_change_of_the_service_has_its_lead_time_and_those_of_others_have_none() {
    repository.pin(hour(0), "wallet", "0.1.0");
    repository.change(hour(1), "wallet");
    repository.change(hour(2), "giveaway");
    repository.commit(hour(3), "Amounts", "shared-model/Amount.java", "");
    repository.pin(hour(5), "wallet", "0.2.0");

    assertThat(deploys().getLast().leadTimes())
        .containsExactlyInAnyOrder(Duration.ofHours(4), Duration.ofHours(2));
  }

  @Test
  void a_change_that_the_tagged_version_does_not_have_waits_for_the_next() {
    String first = repository.change(hour(0), "wallet");
    repository.tag("v0.1.0", first);
    repository.pin(hour(1), "wallet", "0.1.0");
    repository.tag("v0.2.0", repository.change(hour(2), "wallet"));
    String late = repository.change(hour(3), "wallet");
    repository.pin(hour(4), "wallet", "0.2.0");
    repository.pin(hour(6), "wallet", late);

    assertThat(deploys().get(1).leadTimes()).containsExactly(Duration.ofHours(2));
    assertThat(deploys().get(2).leadTimes()).containsExactly(Duration.ofHours(3));
  }

  @Test
  void a_merge_is_one_deploy_at_its_own_time_whatever_its_branch_went_through() {
    repository.pin(hour(0), "wallet", "0.1.0");
    repository.branch("release");
    repository.change(hour(1), "wallet");
    repository.pin(hour(2), "wallet", "0.2.0");
    repository.pin(hour(3), "wallet", "0.2.1");
    repository.checkout("main");
    repository.change(hour(4), "giveaway");
    String merge = repository.merge(hour(5), "release");

    assertThat(deploys()).hasSize(2);
    assertThat(deploys().getLast().commit()).isEqualTo(merge);
    assertThat(deploys().getLast().at()).isEqualTo(hour(5));
    assertThat(deploys().getLast().leadTimes()).containsExactly(Duration.ofHours(4));
  }

  @Test
  void a_revert_undoes_its_deploy_and_brings_no_changes() {
    repository.pin(hour(0), "wallet", "0.1.0");
    repository.change(hour(1), "wallet");
    String bad = repository.pin(hour(2), "wallet", "0.2.0");
    repository.revert(hour(3), bad);

    assertThat(deploys()).hasSize(3);
    assertThat(deploys().getLast().undoes()).contains(bad);
    assertThat(deploys().getLast().leadTimes()).isEmpty();
    assertThat(deploys().get(1).leadTimes()).containsExactly(Duration.ofHours(1));
  }

  @Test
  void a_revert_of_a_revert_is_a_deploy_again() {
    repository.pin(hour(0), "wallet", "0.1.0");
    String bad = repository.pin(hour(2), "wallet", "0.2.0");
    String back = repository.revert(hour(3), bad);
    repository.revert(hour(4), back);

    assertThat(deploys()).hasSize(4);
    assertThat(deploys().getLast().isRollback()).isFalse();
  }

  @Test
  void a_merged_revert_of_a_merged_deploy_undoes_it() {
    repository.pin(hour(0), "wallet", "0.1.0");
    repository.branch("release");
    String inside = repository.pin(hour(1), "wallet", "0.2.0");
    repository.checkout("main");
    String merge = repository.merge(hour(2), "release");
    repository.branch("back");
    repository.revert(hour(3), inside);
    repository.checkout("main");
    repository.merge(hour(4), "back");

    assertThat(deploys()).hasSize(3);
    assertThat(deploys().getLast().undoes()).contains(merge);
  }

  @Test
  void a_revert_of_a_merge_undoes_it() {
    repository.pin(hour(0), "wallet", "0.1.0");
    repository.branch("release");
    repository.pin(hour(1), "wallet", "0.2.0");
    repository.checkout("main");
    String merge = repository.merge(hour(2), "release");
    repository.revert(hour(3), "--mainline=1", merge);

    assertThat(deploys().getLast().undoes()).contains(merge);
  }

  @Test
  void a_revert_of_something_else_is_no_deploy() {
    repository.pin(hour(0), "wallet", "0.1.0");
    repository.revert(hour(2), repository.change(hour(1), "wallet"));
    assertThat(deploys()).hasSize(1);
  }

  @Test
  void a_service_that_is_taken_away_is_not_deployed() {
    repository.pin(hour(0), "wallet", "0.1.0");
    repository.commit(
        hour(1), "Gone", "k8s/apps/wallet/overlays/production/kustomization.yaml", "");
    assertThat(deploys()).hasSize(1);
  }

  private List<Deploy> deploys() {
    return DeployHistory.of(root, "main", "production");
  }

  private static Instant hour(int hour) {
    return START.plus(Duration.ofHours(hour));
  }
}
