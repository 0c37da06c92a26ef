-- What is remembered of one claim.
-- KEYS   1 gate   2 taken   3 freed   4 pending
-- ARGV   1 claim id
-- Returns what is remembered; '' when nothing is, and 'missing' when nothing can be said.
local known = redis.call('HGET', KEYS[2], ARGV[1]) or redis.call('HGET', KEYS[3], ARGV[1])
if known then return known end
local state = redis.call('HGET', KEYS[1], 'state')
if state == 'open' or state == 'closed' then return '' end
return 'missing'
