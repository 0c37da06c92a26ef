-- Writes what a commit changed into those wallets of a bucket that are cached or about to be.
-- KEYS   1 the bucket's epoch   then a hash for each wallet
-- ARGV   for each wallet: how many assets, then for each of them: code, version, balance|held
-- A wallet that is not here needs nothing: nobody is reading the database for it, or there would be a lease.
-- An older version never replaces a newer one: commits may arrive here in any order.
local epoch = redis.call('GET', KEYS[1]) or ''
local a = 1
for k = 2, #KEYS do
  local assets = tonumber(ARGV[a])
  if redis.call('HGET', KEYS[k], '@') == epoch then
    for i = a + 1, a + 3 * assets, 3 do
      local old = redis.call('HGET', KEYS[k], ARGV[i])
      if not old or tonumber(string.match(old, '^%d+')) < tonumber(ARGV[i + 1]) then
        redis.call('HSET', KEYS[k], ARGV[i], ARGV[i + 1] .. '|' .. ARGV[i + 2])
      end
    end
  end
  a = a + 1 + 3 * assets
end
return 1
