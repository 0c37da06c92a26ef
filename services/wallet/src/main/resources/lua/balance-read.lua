-- Reads a wallet's balances, or asks the caller to fill them in.
-- KEYS   1 the wallet's hash   2 the bucket's epoch
-- ARGV   1 a lease's name      2 how long a lease lasts, in ms
-- Fields of the hash: an asset's code -> version|balance|held; '!' all of the wallet's assets are here;
-- '?' the lease of whoever is reading the database; '@' the epoch in which the hash was made.
-- Returns the fields and values when all are here, else the lease that a fill must show.
local epoch = redis.call('GET', KEYS[2]) or ''
local row = redis.call('HGETALL', KEYS[1])
local complete, lease, made = false, false, false
for i = 1, #row, 2 do
  if row[i] == '!' then complete = true end
  if row[i] == '?' then lease = row[i + 1] end
  if row[i] == '@' then made = row[i + 1] end
end
if made == epoch then
  if complete then return row end
  if lease then return lease end
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], '@', epoch, '?', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return ARGV[1]
