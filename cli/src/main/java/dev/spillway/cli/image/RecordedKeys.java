package dev.spillway.cli.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The keys by which, when a service starts, what one build step of Quarkus has recorded finds what
 * another's has made ({@code proxykey17}). Quarkus numbers them in the order in which its build
 * threads come by. Here they are numbered anew, in the order in which they stand in the classes,
 * taken by name, so that equal sources make equal jars.
 *
 * <p>A key gets one new name in all classes, and no two keys get the same; so everybody finds what
 * they found before.
 */
public final class RecordedKeys {

  private static final String PREFIX = "proxykey";
  private static final Pattern KEY = Pattern.compile(PREFIX + "\\d+");

  /** Of every entry, wherever on earth the jar is built. */
  private static final LocalDateTime MODIFIED =
      LocalDateTime.ofInstant(ServiceLayers.MODIFIED, ZoneOffset.UTC);

  private final Map<String, String> names = new HashMap<>();

  private RecordedKeys() {}

  /** Numbers the keys in {@code jar}, which holds all classes that Quarkus has generated. */
  public static void number(Path jar) throws IOException {
    RecordedKeys keys = new RecordedKeys();
    List<String> order = new ArrayList<>();
    Map<String, byte[]> contents = new TreeMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        order.add(entry.getName());
        contents.put(entry.getName(), in.readAllBytes());
      }
    }
    for (Map.Entry<String, byte[]> content : contents.entrySet()) {
      if (content.getKey().endsWith(".class")) {
        content.setValue(ConstantTexts.changed(content.getValue(), keys::renamed));
      }
    }
    write(order, contents, jar);
  }

  /** A key that has not come by yet gets the next number; what is no key stays as it is. */
  private String renamed(String text) {
    return KEY.matcher(text).matches()
        ? names.computeIfAbsent(text, key -> PREFIX + (names.size() + 1))
        : text;
  }

  private static void write(List<String> order, Map<String, byte[]> contents, Path jar)
      throws IOException {
    Path written = jar.resolveSibling(jar.getFileName() + ".numbered");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(written))) {
      for (String name : order) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(MODIFIED);
        out.putNextEntry(entry);
        out.write(contents.get(name));
        out.closeEntry();
      }
    }
    Files.move(written, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
