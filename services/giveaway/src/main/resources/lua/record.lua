-- Tells the gate of claims that are in the database now, and of results. Repeating it changes nothing.
-- KEYS   1 gate   2 taken   3 freed   4 pending
-- ARGV   claim id, what to remember of it, claim id, …
-- A gate that is not there is not begun here: whoever rebuilds it reads the database after it has begun it.
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
for i = 1, #ARGV, 2 do
  local id, new = ARGV[i], ARGV[i + 1]
  local kind = string.sub(new, 1, 1)
  if kind == 'a' then
    local old = redis.call('HGET', KEYS[2], id)
    if old then
      if string.sub(old, 1, 1) == 'p' then redis.call('HSET', KEYS[2], id, new) end
    elseif redis.call('HEXISTS', KEYS[3], id) == 0 then
      redis.call('HSET', KEYS[2], id, new)
      redis.call('ZADD', KEYS[4], now, id)
    end
  else
    redis.call('ZREM', KEYS[4], id)
    if kind == 'f' then
      redis.call('HDEL', KEYS[2], id)
      redis.call('HSET', KEYS[3], id, new)
    elseif redis.call('HEXISTS', KEYS[3], id) == 0 then
      redis.call('HSET', KEYS[2], id, new)
    end
  end
end
return 1
