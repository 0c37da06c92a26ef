-- Moves a gate from one state to another: '' (not there) → rebuilding → open or closed; open → closed.
-- KEYS   1 gate   2 taken   3 freed   4 pending
-- ARGV   1 states that it may be in, separated by commas   2 the new state   3 token, 0 for none   4 opens   5 ends
--        6 places   7 days until all of it is forgotten, 0 for never
-- Returns 1 when it is in the new state now. A token that is older than the gate's own changes nothing: whoever holds it
-- has lost the lease since.
local gate = redis.call('HMGET', KEYS[1], 'state', 'token')
local state = gate[1] or ''
if not string.find(',' .. ARGV[1] .. ',', ',' .. state .. ',', 1, true) then return 0 end
local seen, token = tonumber(gate[2] or 0), tonumber(ARGV[3])
if token > 0 and seen > token then return 0 end
redis.call('HSET', KEYS[1], 'state', ARGV[2], 'token', string.format('%.0f', math.max(seen, token)),
  'opens', ARGV[4], 'ends', ARGV[5], 'places', ARGV[6])
for i = 1, 4 do
  if ARGV[7] ~= '0' then redis.call('EXPIRE', KEYS[i], tonumber(ARGV[7]) * 86400) end
end
return 1
