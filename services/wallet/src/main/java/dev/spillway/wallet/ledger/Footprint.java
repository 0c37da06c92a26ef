package dev.spillway.wallet.ledger;

import dev.spillway.model.AccountId;
import dev.spillway.model.Asset;
import dev.spillway.model.Hash128;
import dev.spillway.model.WalletId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** All rows that deciding some commands needs. */
record Footprint(
    Set<UUID> accounts,
    Set<UUID> wallets,
    Set<String> owners,
    Set<UUID> keys,
    Set<UUID> events,
    Set<ClaimKey> claims,
    Set<UUID> orders) {

  static Footprint of(List<Command> commands, int outsideStripe) {
    var footprint =
        new Footprint(
            new HashSet<>(),
            new HashSet<>(),
            new HashSet<>(),
            new HashSet<>(),
            new HashSet<>(),
            new HashSet<>(),
            new HashSet<>());
    for (Command command : commands) {
      footprint.add(command, outsideStripe);
    }
    return footprint;
  }

  /** The same but for the idempotency keys, of which none is then found to have been used. */
  Footprint withoutKeys() {
    return new Footprint(accounts, wallets, owners, Set.of(), events, claims, orders);
  }

  /**
   * The accounts that deciding the command locks, but for the outside's, of which each writer has
   * its own; and the owners whose wallets it may open, as if those were accounts.
   */
  static Set<UUID> exclusive(Command command) {
    return switch (command) {
      case Command.OpenWallet open -> Set.of(owner(open.ownerId()));
      case Command.Deposit deposit -> Set.of(AccountId.of(deposit.to(), deposit.asset()).value());
      case Command.Transfer(Command.TransferOrder order, _, _, _) ->
          order.debit().equals(order.credit())
              ? Set.of(order.debit().value())
              : Set.of(order.debit().value(), order.credit().value());
      case Command.TransferBatch batch -> of(List.of(batch), 0).accounts();
      case Command.Claim claim -> {
        Set<UUID> accounts = of(List.of(claim), 0).accounts();
        accounts.add(owner(claim.key().ownerId()));
        yield accounts;
      }
      case Command.TreasuryOrder order -> {
        Footprint footprint = of(List.of(order), 0);
        footprint.owners().forEach(owner -> footprint.accounts().add(owner(owner)));
        yield footprint.accounts();
      }
    };
  }

  private static UUID owner(String ownerId) {
    return Hash128.of("owner", ownerId);
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
        add(deposit.to(), deposit.asset());
        accounts.add(AccountId.outside(deposit.asset(), outsideStripe).value());
      }
      case Command.Claim claim -> {
        claims.add(claim.key());
        owners.add(claim.key().ownerId());
        add(claim.wallet(), claim.asset());
        add(claim.stripes(), claim.asset());
      }
      case Command.TreasuryOrder order -> {
        orders.add(order.order());
        add(order);
      }
    }
  }

  private void add(Command.TreasuryOrder order) {
    switch (order.move()) {
      case Command.Funding funding -> {
        owners.add(funding.ownerId());
        for (TreasuryName name : TreasuryName.all(order.campaign(), funding.stripes().size())) {
          owners.add(name.owner());
        }
        add(funding.stripes(), funding.asset());
        if (funding.wallet() != null) {
          add(funding.wallet(), funding.asset());
        }
      }
      case Command.Remainder remainder -> {
        owners.add(remainder.ownerId());
        add(remainder.stripes(), remainder.asset());
        if (remainder.wallet() != null) {
          add(remainder.wallet(), remainder.asset());
        }
      }
      case Command.RefusedMove _ -> {}
    }
  }

  private void add(List<Command.Stripe> stripes, Asset asset) {
    stripes.forEach(stripe -> add(stripe.wallet(), asset));
  }

  private void add(WalletId wallet, Asset asset) {
    wallets.add(wallet.value());
    accounts.add(AccountId.of(wallet, asset).value());
  }

  private void add(Command.TransferOrder order) {
    wallets.add(order.from().value());
    wallets.add(order.to().value());
    accounts.add(order.debit().value());
    accounts.add(order.credit().value());
  }
}
