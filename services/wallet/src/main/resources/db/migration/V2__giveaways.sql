-- What the ledger has decided about giveaways. Rows are inserted in the transaction that moves the money, and stay.

-- The first decision about an owner's claim in a campaign is the only one, whatever claim ids come later.
CREATE TABLE claim_decision (
  campaign_id UUID        NOT NULL,
  owner_id    TEXT        NOT NULL,
  claim_id    UUID        NOT NULL,
  transfer_id UUID,
  code        TEXT,
  created_at  TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (campaign_id, owner_id),
  CONSTRAINT a_claim_is_credited_or_rejected CHECK ((transfer_id IS NULL) <> (code IS NULL))
);

-- Orders to fill or empty a campaign's treasury; amount is what was moved, in the asset's smallest unit.
CREATE TABLE treasury_order (
  id          UUID          PRIMARY KEY,
  campaign_id UUID          NOT NULL,
  kind        TEXT          NOT NULL CHECK (kind IN ('fund', 'return')),
  asset       TEXT,
  amount      NUMERIC(38,0) CHECK (amount >= 0),
  code        TEXT,
  created_at  TIMESTAMPTZ   NOT NULL,
  CONSTRAINT an_order_is_posted_or_rejected CHECK ((amount IS NULL) <> (code IS NULL)),
  CONSTRAINT an_amount_is_of_an_asset CHECK ((amount IS NULL) = (asset IS NULL))
);
