-- The relays that are alive. One that has no partition yet must be seen too: a fair share is partitions ÷ relays.
CREATE TABLE outbox_relay (
  owner      TEXT        PRIMARY KEY,
  expires_at TIMESTAMPTZ NOT NULL
);
