package dev.spillway.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The addresses that the servers of a stack listen on, as the kernel tells. */
final class ListeningSockets {

  /** 127.0.0.1, ::ffff:127.0.0.1 and ::1 in the kernel's notation. */
  private static final Set<String> LOOPBACK =
      Set.of("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000");

  private ListeningSockets() {}

  static List<String> addressesOf(LocalStack stack) throws IOException {
    List<String> found = new ArrayList<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : Files.readAllLines(Path.of(table))) {
        String[] columns = line.trim().split("\\s+", -1);
        if (columns.length > 3
            && columns[3].equals("0A")
            && stack.parts().stream()
                .anyMatch(part -> columns[1].endsWith(":%04X".formatted(part.port())))) {
          found.add(columns[1].substring(0, columns[1].indexOf(':')));
        }
      }
    }
    return found;
  }

  static boolean isLoopback(String address) {
    return LOOPBACK.contains(address);
  }
}
