package dev.spillway.loadtests.spike;

/** What clients ask for. The ordinal is the kind of request that the generator knows. */
public enum Call {
  CLAIM("claims"),
  BALANCE("balances"),
  TRANSFER("transfers"),
  HISTORY("history");

  private final String word;

  Call(String word) {
    this.word = word;
  }

  /** A word for options, columns and legends. */
  public String word() {
    return word;
  }
}
