-- What a crowd asks of the service, for wrk. Arguments after "--":
--   hold | extend | cycle | mixed, threads, connections, first show, shows, seats per show, first pair, file of tokens
-- A "pair" is two adjacent seats. Pair n lies in show n % shows, so neighbours in time are spread over all shows.

dofile(debug.getinfo(1, 'S').source:match('^@(.*/)') .. 'result.lua')

local next_thread = 0

function setup(thread)
  thread:set("me", next_thread)
  next_thread = next_thread + 1
end

local tokens = {}
local mode, threads, lag, first_show, shows, seats, first_pair
local sent = 0
local held = 0
local booked = 0

function init(args)
  mode = args[1]
  threads = tonumber(args[2])
  -- Nothing tells which connection is asking. A hold is booked when so many were sent after it that its answer must be
  -- there; what comes too early is refused, and refusals are counted.
  lag = 4 * tonumber(args[3]) + 16
  first_show = tonumber(args[4])
  shows = tonumber(args[5])
  seats = tonumber(args[6])
  first_pair = tonumber(args[7])
  for token in io.lines(args[8]) do
    tokens[#tokens + 1] = token
  end
  math.randomseed(me + 1)
end

local function ask(what, n)
  local k = math.floor(n / shows) * 2
  local row = math.floor(k / 100)
  local number = k % 100 + 1
  local body = '{"show_id":' .. (first_show + n % shows) .. ',"seats":[{"row":"R' .. row .. '","number":' .. number
    .. '},{"row":"R' .. row .. '","number":' .. (number + 1) .. '}]}'
  return 'POST /api/seats/' .. what .. '-batch/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer '
    .. tokens[n % #tokens + 1] .. '\r\nContent-Type: application/json\r\nContent-Length: ' .. #body .. '\r\n\r\n' .. body
end

local function pair(i)
  return first_pair + me + threads * i
end

local function look()
  return 'GET /api/seats/?show_id=' .. (first_show + math.random(0, shows - 1)) .. ' HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'
end

local function hold()
  held = held + 1
  return ask('hold', pair(held - 1))
end

local function book()
  booked = booked + 1
  return ask('book', pair(booked - 1))
end

function request()
  sent = sent + 1
  if mode == 'hold' then
    return hold()
  elseif mode == 'extend' then
    return ask('hold', pair(sent) % (shows * seats / 2))
  elseif mode == 'cycle' then
    if sent % 2 == 0 and held - booked > lag then
      return book()
    end
    return hold()
  elseif mode == 'mixed' then
    local dice = math.random(100)
    if dice <= 95 then
      return look()
    elseif dice == 100 and held - booked > lag then
      return book()
    end
    return hold()
  end
  error('What is ' .. tostring(mode) .. '?')
end
