-- Decides one request of one caller: the Generic Cell Rate Algorithm, as Gcra.java explains it.
-- KEYS   1 the caller's theoretical arrival time
-- ARGV   1 emission interval   2 burst tolerance   3 cost   4 longest debt   (all but the cost in microseconds)
--        5 '1' when the request has been let in already and only its cost is to be added
-- Returns 0, or how many microseconds too early the request is. The server's clock is the one clock of all pods.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local tat = tonumber(redis.call('GET', KEYS[1]) or now)
if tat < now then tat = now end
local early = tat - now - tonumber(ARGV[2])
if early > 0 and ARGV[5] ~= '1' then return early end
tat = math.min(tat + tonumber(ARGV[1]) * tonumber(ARGV[3]), now + tonumber(ARGV[2]) + tonumber(ARGV[4]))
redis.call('SET', KEYS[1], string.format('%.0f', tat), 'PX', math.ceil((tat - now) / 1000) + 1)
return 0
