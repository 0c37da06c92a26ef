package dev.spillway.wallet.ledger;

import java.util.UUID;

/** What there can be one decision about: an owner's claim in a campaign. */
public record ClaimKey(UUID campaign, String ownerId) {}
