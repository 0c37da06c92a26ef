package dev.spillway.loadtests.spike;

/** The systems that the same crowd comes to, in the order of the report. */
enum Contestant {
  LAMBDA("lambda", "Lambda functions", "a connection for each environment"),
  PROXY("proxy", "Lambda + connection proxy", "a shared pool, a transaction for each request"),
  SPILLWAY("spillway", "Spillway", "a few connections, a batch for each commit");

  private final String word;
  private final String title;
  private final String subtitle;

  Contestant(String word, String title, String subtitle) {
    this.word = word;
    this.title = title;
    this.subtitle = subtitle;
  }

  /** For file and database names. */
  String word() {
    return word;
  }

  String title() {
    return title;
  }

  /** What it does with connections, in a few words. */
  String subtitle() {
    return subtitle;
  }
}
