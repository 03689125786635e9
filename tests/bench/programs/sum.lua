local function add_up(count)
  local total = 0
  for i = 0, count - 1 do total = total + i end
  print(total)
end
add_up(math.tointeger(arg[1]))
