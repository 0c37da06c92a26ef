package dev.spillway.gatling;

import java.nio.file.Path;
import java.time.Duration;

/** What a run is told from outside, by {@code -Dname=value}. */
final class Settings {
  static final String WALLET = text("wallet", "http://localhost:8080");
  static final String GIVEAWAY = text("giveaway", "http://localhost:8081");

  /** Whom the load comes from; README.md says how it is made. From where Maven was started. */
  static final Path CROWD = Path.of(text("crowd", ".spillway/crowd.json"));

  /** Requests a second in an ordinary hour; every other rate is a multiple of it. */
  static final double BASE_RATE = Double.parseDouble(text("rate", "50"));

  /** {@code -Dclaims=off} leaves the giveaway out, for where only the wallet service runs. */
  static final boolean CLAIMS = !text("claims", "on").equals("off");

  /** How many times its usual length a phase lasts; 0.1 makes a rehearsal of a run. */
  private static final double LENGTH = Double.parseDouble(text("length", "1"));

  private Settings() {}

  /** So many seconds of a whole run. */
  static Duration seconds(double count) {
    return Duration.ofMillis(Math.max(1_000, Math.round(count * LENGTH * 1_000)));
  }

  private static String text(String name, String otherwise) {
    return System.getProperty(name, otherwise);
  }
}
