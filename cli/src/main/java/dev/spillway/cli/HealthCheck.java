package dev.spillway.cli;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Asks a health endpoint; plain java.net because the HTTP client of the JDK takes longer to load
 * than to ask.
 */
record HealthCheck(String url) {

  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int OK = 200;

  boolean passes() {
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      try {
        return connection.getResponseCode() == OK;
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return false;
    }
  }
}
