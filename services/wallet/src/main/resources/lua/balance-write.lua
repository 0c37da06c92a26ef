-- Writes what a commit changed into those wallets that are cached or about to be.
-- KEYS   for each bucket: its epoch,            then a wallet's hash for each change
-- ARGV   for each bucket: how many changes,     then for each of them: code, version, balance|held
-- A wallet that is not here needs nothing: nobody is reading the database for it, or there would be a lease.
-- An older version never replaces a newer one: commits may arrive here in any order.
local k, a = 1, 1
while k <= #KEYS do
  local epoch = redis.call('GET', KEYS[k]) or ''
  local changes = tonumber(ARGV[a])
  for i = 1, changes do
    if redis.call('HGET', KEYS[k + i], '@') == epoch then
      local code, version = ARGV[a + 3 * i - 2], ARGV[a + 3 * i - 1]
      local old = redis.call('HGET', KEYS[k + i], code)
      if not old or tonumber(string.match(old, '^%d+')) < tonumber(version) then
        redis.call('HSET', KEYS[k + i], code, version .. '|' .. ARGV[a + 3 * i])
      end
    end
  end
  k = k + 1 + changes
  a = a + 1 + 3 * changes
end
return 1
