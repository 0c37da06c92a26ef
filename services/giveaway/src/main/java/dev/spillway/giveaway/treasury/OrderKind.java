package dev.spillway.giveaway.treasury;

/** What an order wants of the ledger. */
enum OrderKind {
  /** The budget from the creator's wallet into the treasury. */
  FUND("fund"),
  /** What is left in the treasury back to the creator. */
  RETURN("return");

  private final String word;

  OrderKind(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }
}
