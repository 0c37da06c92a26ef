-- The new name of transfer.origin. Nullable and without a default: nothing is rewritten, and the old version goes on.
ALTER TABLE transfer ADD COLUMN channel TEXT;
