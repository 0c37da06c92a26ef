package dev.spillway.cli;

/**
 * What a wallet holds of one asset.
 *
 * @param total in units of the asset
 * @param version grows with every change
 */
record Balance(String total, long version) {

  /** Of an asset that the wallet has never held. */
  static final Balance NONE = new Balance("0", -1);
}
