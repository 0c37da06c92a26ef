package dev.spillway.cli.dora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.cli.git.UnreadableHistoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncidentFilesTest {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  @TempDir private Path directory;

  @Test
  void an_incident_is_its_front_matter() {
    Incident incident =
        IncidentFiles.parse(
            "it.md",
            """
            ---
            started: 2026-03-05T14:07:00Z
            restored: 2026-03-05T14:31:00Z
            deploy: 1234567
            ---
            # It
            """);
    assertThat(incident.started()).isEqualTo(Instant.parse("2026-03-05T14:07:00Z"));
    assertThat(incident.restored()).contains(Instant.parse("2026-03-05T14:31:00Z"));
    // Of digits alone, and yet no number.
    assertThat(incident.deploy()).contains("1234567");
  }

  @Test
  void an_incident_may_be_open_and_nobodys_deploy() {
    Incident incident =
        IncidentFiles.parse(
            "it.md", "---\nstarted: 2026-03-05T14:07:00Z\nrestored:\ndeploy:\n---\n");
    assertThat(incident.restored()).isEmpty();
    assertThat(incident.deploy()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# No front matter\n",
        "---\nrestored: 2026-03-05T14:31:00Z\n---\n",
        "---\nstarted: yesterday\n---\n",
        "---\nstarted: 2026-03-05T14:07:00Z\nrestored: 2026-03-05T14:06:59Z\n---\n",
        "---\nstarted: 2026-03-05T14:07:00Z\ndeploy: main\n---\n",
        "---\nstarted: 2026-03-05T14:07:00Z\nrestore: 2026-03-05T14:31:00Z\n---\n",
        "---\nstarted: [\n---\n"
      })
  void what_cannot_be_meant_is_refused_and_names_the_file(String markdown) {
    assertThatThrownBy(() -> IncidentFiles.parse("it.md", markdown))
        .isInstanceOf(UnreadableHistoryException.class)
        .hasMessageStartingWith("it.md");
  }

  @Test
  void the_template_and_the_readme_are_no_incidents() throws IOException {
    Files.writeString(directory.resolve("README.md"), "# Incidents\n");
    Files.writeString(directory.resolve("template.md"), "---\nstarted:\n---\n");
    Files.writeString(
        directory.resolve("2026-03-05-it.md"), "---\nstarted: 2026-03-05T14:07:00Z\n---\n");
    assertThat(IncidentFiles.in(directory)).hasSize(1);
    assertThat(IncidentFiles.in(directory.resolve("none"))).isEmpty();
  }

  @Test
  void the_projects_template_filled_in_is_an_incident() throws IOException {
    String template = Files.readString(PROJECT.resolve("docs/incidents/template.md"));
    Incident incident =
        IncidentFiles.parse("it.md", template.replace("started:", "started: 2026-03-05T14:07:00Z"));
    assertThat(incident.restored()).isEmpty();
  }

  @Test
  void the_projects_incidents_can_all_be_read() {
    assertThat(IncidentFiles.in(PROJECT.resolve("docs/incidents"))).isNotNull();
  }
}
