-- One cookie for each thread, and one connection for each thread: so one session for each connection.
local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init(args)
  wrk.headers["Cookie"] = args[number]
end
