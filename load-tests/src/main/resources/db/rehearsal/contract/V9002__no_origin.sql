-- Nobody reads or writes the old name any more.
ALTER TABLE transfer DROP COLUMN origin;
