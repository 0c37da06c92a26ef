package dev.spillway.wallet.ledger;

import dev.spillway.model.AccountId;
import dev.spillway.model.Hash128;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** All rows that deciding some commands needs. */
record Footprint(
    Set<UUID> accounts, Set<UUID> wallets, Set<String> owners, Set<UUID> keys, Set<UUID> events) {

  static Footprint of(List<Command> commands, int outsideStripe) {
    var footprint =
        new Footprint(
            new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
    for (Command command : commands) {
      footprint.add(command, outsideStripe);
    }
    return footprint;
  }

  /**
   * The accounts that deciding the command locks, but for the outside's, of which each writer has
   * its own; and the owner whose wallet it opens, as if that were an account.
   */
  static Set<UUID> exclusive(Command command) {
    return switch (command) {
      case Command.OpenWallet open -> Set.of(Hash128.of("owner", open.ownerId()));
      case Command.Deposit deposit -> Set.of(AccountId.of(deposit.to(), deposit.asset()).value());
      case Command.Keyed keyed -> of(List.of(keyed), 0).accounts();
    };
  }

  private void add(Command command, int outsideStripe) {
    switch (command) {
      case Command.OpenWallet open -> owners.add(open.ownerId());
      case Command.Transfer transfer -> {
        keys.add(transfer.idempotency().key());
        add(transfer.order());
      }
      case Command.TransferBatch batch -> {
        keys.add(batch.idempotency().key());
        for (Command.Item item : batch.items()) {
          if (item instanceof Command.TransferOrder order) {
            add(order);
          }
        }
      }
      case Command.Deposit deposit -> {
        events.add(deposit.event());
        events.add(deposit.deposit());
        wallets.add(deposit.to().value());
        accounts.add(AccountId.of(deposit.to(), deposit.asset()).value());
        accounts.add(AccountId.outside(deposit.asset(), outsideStripe).value());
      }
    }
  }

  private void add(Command.TransferOrder order) {
    wallets.add(order.from().value());
    wallets.add(order.to().value());
    accounts.add(AccountId.of(order.from(), order.asset()).value());
    accounts.add(AccountId.of(order.to(), order.asset()).value());
  }
}
