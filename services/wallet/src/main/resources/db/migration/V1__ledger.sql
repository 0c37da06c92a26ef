-- The ledger. Written for what PostgreSQL 15+ and CockroachDB 25+ both take: UUID keys, no sequences, no triggers.
-- Quantities are whole numbers of an asset's smallest unit.

CREATE TABLE wallet (
  id         UUID        PRIMARY KEY,
  owner_id   TEXT        NOT NULL UNIQUE,
  label      TEXT,
  status     TEXT        NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'frozen')),
  created_at TIMESTAMPTZ NOT NULL
);

-- One row for each wallet and asset, and some (stripes) for each asset's outside, which have no wallet and no floor.
-- The id is derived from what the account is for, so that a command knows its accounts without a query.
-- Pages are left a third empty: balances change in place (heap-only tuples), no index is touched.
CREATE TABLE account (
  id         UUID          PRIMARY KEY,
  wallet_id  UUID          REFERENCES wallet (id),
  asset      TEXT          NOT NULL,
  balance    NUMERIC(38,0) NOT NULL DEFAULT 0,
  held       NUMERIC(38,0) NOT NULL DEFAULT 0 CHECK (held >= 0),
  floor      NUMERIC(38,0),
  last_seq   BIGINT        NOT NULL DEFAULT 0 CHECK (last_seq >= 0),
  version    BIGINT        NOT NULL DEFAULT 0,
  updated_at TIMESTAMPTZ   NOT NULL,
  UNIQUE (wallet_id, asset),
  CONSTRAINT account_stays_above_its_floor CHECK (balance - held >= floor),
  CONSTRAINT only_the_outside_has_no_floor CHECK ((wallet_id IS NULL) = (floor IS NULL))
) WITH (fillfactor = 66);

CREATE TABLE transfer (
  id             UUID          PRIMARY KEY,
  kind           TEXT          NOT NULL,
  from_wallet_id UUID,
  to_wallet_id   UUID,
  asset          TEXT          NOT NULL,
  amount         NUMERIC(38,0) NOT NULL CHECK (amount > 0),
  reference      TEXT,
  metadata       JSONB,
  created_at     TIMESTAMPTZ   NOT NULL,
  CONSTRAINT two_different_sides CHECK (from_wallet_id IS DISTINCT FROM to_wallet_id)
);

-- seq counts an account's entries from 1 without gaps; balance is the account's after this entry.
-- That its account and its transfer exist is seen to by the statement that inserts it, see ledger_batch: foreign keys
-- here would look up and lock two rows for each entry, one at a time, and took more time than all the rest together.
CREATE TABLE entry (
  account_id  UUID          NOT NULL,
  seq         BIGINT        NOT NULL CHECK (seq > 0),
  transfer_id UUID          NOT NULL,
  amount      NUMERIC(38,0) NOT NULL CHECK (amount <> 0),
  balance     NUMERIC(38,0) NOT NULL,
  created_at  TIMESTAMPTZ   NOT NULL,
  PRIMARY KEY (account_id, seq)
);

-- One row for each transaction of a writer. The statement that inserts the entries and moves the balances counts here,
-- from the rows it wrote, what must be zero: so the database itself refuses books that do not balance.
CREATE TABLE ledger_batch (
  id         UUID        PRIMARY KEY,
  transfers  INT         NOT NULL CHECK (transfers > 0),
  orphaned   INT         NOT NULL CONSTRAINT entries_belong_to_a_transfer_of_the_batch CHECK (orphaned = 0),
  unbalanced INT         NOT NULL CONSTRAINT entries_of_a_transfer_sum_to_zero CHECK (unbalanced = 0),
  astray     INT         NOT NULL CONSTRAINT balance_is_the_sum_of_its_entries CHECK (astray = 0),
  created_at TIMESTAMPTZ NOT NULL
);

-- The first answer to each key; key is a hash of caller, operation and the client's key.
CREATE TABLE idempotency (
  key        UUID     PRIMARY KEY,
  request    UUID     NOT NULL,
  command_id UUID     NOT NULL,
  status     SMALLINT NOT NULL,
  location   TEXT,
  body       TEXT     NOT NULL,
  expires_on DATE     NOT NULL
);
CREATE INDEX idempotency_by_expiry ON idempotency (expires_on);

-- Events that have taken effect; key is a hash of an event's source and id, or of a deposit's source and id.
CREATE TABLE processed_event (
  key         UUID        PRIMARY KEY,
  fingerprint UUID        NOT NULL,
  command_id  UUID        NOT NULL,
  created_at  TIMESTAMPTZ NOT NULL
);

-- What is to be published, in the transaction that caused it. A row holds all of a batch's events for one partition,
-- one event a line. position orders the rows of an account: microseconds since 1970, pushed up past the account's last.
CREATE TABLE outbox (
  partition_no SMALLINT NOT NULL,
  position     BIGINT   NOT NULL,
  batch_id     UUID     NOT NULL,
  events       TEXT     NOT NULL,
  PRIMARY KEY (partition_no, position, batch_id)
);

-- Who publishes a partition now. token grows with every change of hands.
CREATE TABLE outbox_lease (
  partition_no SMALLINT    PRIMARY KEY,
  owner        TEXT        NOT NULL,
  token        BIGINT      NOT NULL,
  expires_at   TIMESTAMPTZ NOT NULL
);
