package dev.spillway.loadtests.crowd;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A crowd, in the form of the file that the scenarios read.
 *
 * @param asset what everybody has
 * @param organiser may hold giveaways and can pay for them; not one of the members
 */
public record Crowd(String asset, Member organiser, List<Member> members) {
  public Crowd {
    members = List.copyOf(members);
  }

  /** Writes the file anew, for its owner's eyes only: tokens are in it. */
  public void write(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Files.createDirectories(absolute.getParent());
    Files.deleteIfExists(absolute);
    Files.createFile(
        absolute,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(absolute, new ObjectMapper().writeValueAsString(this));
  }
}
