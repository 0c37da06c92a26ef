package dev.spillway.cli.image;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an image runs on: Graviton is {@code linux/arm64}. */
public enum TargetPlatform {
  LINUX_AMD64("amd64", "linux-x86_64"),
  LINUX_ARM64("arm64", "linux-aarch_64");

  private final String architecture;
  private final String nativeLibraries;

  TargetPlatform(String architecture, String nativeLibraries) {
    this.architecture = architecture;
    this.nativeLibraries = nativeLibraries;
  }

  /**
   * Reads {@code linux/arm64} and the like.
   *
   * @throws IllegalArgumentException when it is none that images are built for
   */
  public static TargetPlatform parse(String text) {
    return Arrays.stream(values())
        .filter(each -> each.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%s' is not one of %s"
                        .formatted(
                            text,
                            Arrays.stream(values())
                                .map(TargetPlatform::toString)
                                .collect(Collectors.joining(", ")))));
  }

  /** The platform of this machine; nothing when no image is built for it. */
  public static Optional<TargetPlatform> ofThisMachine() {
    return switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> Optional.of(LINUX_AMD64);
      case "aarch64", "arm64" -> Optional.of(LINUX_ARM64);
      default -> Optional.empty();
    };
  }

  /** As Docker and OCI call it. */
  public String architecture() {
    return architecture;
  }

  /** As the build calls it: the value of {@code corretto-crypto.platform}. */
  public String nativeLibraries() {
    return nativeLibraries;
  }

  /** In names of files and tags. */
  public String suffix() {
    return "linux-" + architecture;
  }

  @Override
  public String toString() {
    return "linux/" + architecture;
  }
}
