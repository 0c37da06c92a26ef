package dev.spillway.wallet.ledger;

import java.util.List;

/**
 * What a batch comes to.
 *
 * @param results one for each command, in their order; true once {@code rows} are committed
 * @param rows what to write
 * @param changes the accounts of wallets as they are afterwards
 */
record Effects(List<Result> results, Rows rows, List<BalanceChange> changes) {}
