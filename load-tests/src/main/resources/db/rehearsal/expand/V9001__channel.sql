-- The new name of transfer.origin. Nullable and, when it comes, without a default: nothing is rewritten, and the old
-- version goes on. What the new version writes there, its connections say; those of the old one say nothing.
ALTER TABLE transfer ADD COLUMN channel TEXT;
ALTER TABLE transfer ALTER COLUMN channel SET DEFAULT current_setting('rehearsal.channel', true);
