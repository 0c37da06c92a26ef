-- Takes one of a campaign's places for one claim. The server's clock is the one clock of all pods.
-- KEYS   1 gate   2 taken   3 freed   4 pending      (see Gate.java)
-- ARGV   1 claim id   2 what to remember of the claim
-- Returns 'new', 'missing', 'not-open' or 'exhausted'; for a claim that was made before, what is remembered of it.
local gate = redis.call('HMGET', KEYS[1], 'state', 'opens', 'ends', 'places')
if gate[1] ~= 'open' and gate[1] ~= 'closed' then return 'missing' end
local known = redis.call('HGET', KEYS[2], ARGV[1]) or redis.call('HGET', KEYS[3], ARGV[1])
if known then return known end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
if gate[1] == 'closed' or now < tonumber(gate[2]) or now >= tonumber(gate[3]) then return 'not-open' end
if redis.call('HLEN', KEYS[2]) >= tonumber(gate[4]) then return 'exhausted' end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[4], now, ARGV[1])
return 'new'
