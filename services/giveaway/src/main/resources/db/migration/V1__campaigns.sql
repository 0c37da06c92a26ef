-- Campaigns and claims. Written for what PostgreSQL 15+ and CockroachDB 25+ both take. Quantities are whole numbers of
-- an asset's smallest unit.

-- The counts stand in the row itself and move in the transaction that records the claims they count, so that no reader
-- ever sees more credits than claims. claimed counts recorded claims, freed those of the rejected that gave their place
-- back. Pages are left half empty: counts change in place, no index is touched.
CREATE TABLE campaign (
  id                  UUID          PRIMARY KEY,
  created_ms          BIGINT        NOT NULL CONSTRAINT a_claim_id_names_one_campaign UNIQUE,
  creator_id          TEXT          NOT NULL,
  name                TEXT          NOT NULL,
  asset               TEXT          NOT NULL,
  amount_per_claim    NUMERIC(38,0) NOT NULL CHECK (amount_per_claim > 0),
  budget              NUMERIC(38,0) NOT NULL,
  slots               BIGINT        NOT NULL CHECK (slots > 0),
  starts_at           TIMESTAMPTZ   NOT NULL,
  ends_at             TIMESTAMPTZ   NOT NULL,
  treasury_wallet_ids UUID[]        NOT NULL,
  status              TEXT          NOT NULL DEFAULT 'funding'
    CHECK (status IN ('funding', 'funding-failed', 'funded', 'ended', 'closing', 'closed')),
  refusal             TEXT,
  returned            NUMERIC(38,0),
  claimed             BIGINT        NOT NULL DEFAULT 0,
  credited            BIGINT        NOT NULL DEFAULT 0,
  rejected            BIGINT        NOT NULL DEFAULT 0,
  freed               BIGINT        NOT NULL DEFAULT 0,
  ordered_at          TIMESTAMPTZ   NOT NULL DEFAULT now(),
  changed_at          TIMESTAMPTZ   NOT NULL DEFAULT now(),
  CONSTRAINT budget_pays_for_every_slot CHECK (budget >= amount_per_claim * slots),
  CONSTRAINT ends_after_it_starts CHECK (ends_at > starts_at),
  CONSTRAINT results_are_of_claims CHECK (credited + rejected <= claimed),
  CONSTRAINT credits_stay_within_the_budget CHECK (credited <= slots),
  CONSTRAINT only_the_rejected_give_back CHECK (freed <= rejected)
) WITH (fillfactor = 50);

-- The ids of a campaign's claims begin alike (ClaimId), so the primary key also lists them by campaign. owner_id is null
-- while only the result has come: it travels on another topic than the claim. published_at: when the claim was sent to the
-- ledger last, as far as this database knows.
CREATE TABLE claim (
  id           UUID        PRIMARY KEY,
  campaign_id  UUID        NOT NULL,
  owner_id     TEXT,
  status       TEXT        NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'credited', 'rejected')),
  transfer_id  UUID,
  code         TEXT,
  recorded_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
  published_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  CONSTRAINT a_credit_names_its_transfer CHECK ((status = 'credited') = (transfer_id IS NOT NULL)),
  CONSTRAINT a_rejection_says_why CHECK ((status = 'rejected') = (code IS NOT NULL))
);
CREATE INDEX claim_without_result ON claim (published_at) WHERE status = 'pending';

-- The first answer to each key; key is a hash of caller, operation and the client's key. body is null until it is given.
CREATE TABLE idempotency (
  key         UUID PRIMARY KEY,
  request     UUID NOT NULL,
  campaign_id UUID NOT NULL,
  body        TEXT,
  expires_on  DATE NOT NULL
);
CREATE INDEX idempotency_by_expiry ON idempotency (expires_on);

-- Who does what one pod has to do for all. token grows with every change of hands.
CREATE TABLE lease (
  name       TEXT        PRIMARY KEY,
  owner      TEXT        NOT NULL,
  token      BIGINT      NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL
);
