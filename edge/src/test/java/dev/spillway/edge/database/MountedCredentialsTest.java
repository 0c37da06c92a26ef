package dev.spillway.edge.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountedCredentialsTest {
  @TempDir Path folder;

  @Test
  void files_are_read_again_each_time() throws IOException {
    MountedCredentials credentials = new MountedCredentials(() -> folder);
    write(folder, "wallet", "first\n");
    assertThat(credentials.getCredentials("mounted"))
        .isEqualTo(Map.of("user", "wallet", "password", "first"));

    write(folder, "wallet_b", "second");
    assertThat(credentials.getCredentials("mounted"))
        .isEqualTo(Map.of("user", "wallet_b", "password", "second"));
  }

  @Test
  void a_volume_that_is_changed_in_one_step_is_followed() throws IOException {
    // As the kubelet lays it out: files are links through ..data, which is put to another folder.
    MountedCredentials credentials = new MountedCredentials(() -> folder);
    write(Files.createDirectory(folder.resolve("..1")), "wallet", "first");
    Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
    Files.createSymbolicLink(folder.resolve("username"), Path.of("..data/username"));
    Files.createSymbolicLink(folder.resolve("password"), Path.of("..data/password"));
    assertThat(credentials.getCredentials("mounted")).containsEntry("password", "first");

    write(Files.createDirectory(folder.resolve("..2")), "wallet_b", "second");
    Path next = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2"));
    Files.move(next, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    assertThat(credentials.getCredentials("mounted"))
        .isEqualTo(Map.of("user", "wallet_b", "password", "second"));
  }

  @Test
  void a_file_that_is_missing_opens_no_connection() throws IOException {
    Files.writeString(folder.resolve("username"), "wallet");

    assertThatThrownBy(() -> new MountedCredentials(() -> folder).getCredentials("mounted"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("credentials");
  }

  private static void write(Path into, String user, String password) throws IOException {
    Files.writeString(into.resolve("username"), user);
    Files.writeString(into.resolve("password"), password);
  }
}
