-- Completes a wallet's hash with what the database said.
-- KEYS   1 the wallet's hash   2 the bucket's epoch
-- ARGV   1 the lease           2 how long the hash may live, in ms   then for each asset: code, version, balance|held
-- The lease was placed before the database was read. If it is gone, so may be a newer balance that a commit had
-- written meanwhile (the server was emptied, the key evicted): then the fill is too old to be believed.
-- The time to live is set here and never again: no balance is kept longer without having been read from the database.
local epoch = redis.call('GET', KEYS[2]) or ''
local now = redis.call('HMGET', KEYS[1], '?', '@')
if now[1] ~= ARGV[1] or now[2] ~= epoch then return 0 end
for i = 3, #ARGV, 3 do
  local old = redis.call('HGET', KEYS[1], ARGV[i])
  if not old or tonumber(string.match(old, '^%d+')) < tonumber(ARGV[i + 1]) then
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1] .. '|' .. ARGV[i + 2])
  end
end
redis.call('HDEL', KEYS[1], '?')
redis.call('HSET', KEYS[1], '!', '')
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
