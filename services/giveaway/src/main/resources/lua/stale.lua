-- The claims that have waited longest for their result, so that they are sent to the ledger again; each is given out once
-- in the time that it may wait.
-- KEYS   1 gate   2 taken   3 freed   4 pending
-- ARGV   1 milliseconds that a claim may wait   2 how many at most
-- Returns how many wait at all, then claim id, what is remembered of it, claim id, …
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local due = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', now - tonumber(ARGV[1]), 'LIMIT', 0, ARGV[2])) do
  local known = redis.call('HGET', KEYS[2], id)
  local kind = known and string.sub(known, 1, 1)
  if kind == 'p' or kind == 'a' then
    redis.call('ZADD', KEYS[4], now, id)
    due[#due + 1] = id
    due[#due + 1] = known
  else
    redis.call('ZREM', KEYS[4], id)
  end
end
table.insert(due, 1, redis.call('ZCARD', KEYS[4]))
return due
