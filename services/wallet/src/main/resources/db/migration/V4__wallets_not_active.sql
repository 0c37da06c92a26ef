-- Writers know most wallets already and ask only which of them are not active any more: an index of hardly any rows.
CREATE INDEX wallet_not_active ON wallet (id) WHERE status <> 'active';
