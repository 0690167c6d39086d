-- Every complaint of a filter: "file:line: error: what is wrong", then what
-- to do. All complaints of a file are printed, then pandoc ends with status 1;
-- error() is not used, because it prints a Lua traceback.

local complain = { file = '', count = 0 }

function complain.at(line, message, remedy)
  local place = line and (complain.file .. ':' .. line) or complain.file
  io.stderr:write(place, ': error: ', message, '\n')
  if remedy then io.stderr:write('    ', remedy, '\n') end
  complain.count = complain.count + 1
end

function complain.finish()
  if complain.count > 0 then os.exit(1) end
end

-- The line that positions.lua left on an element, or the one given.
function complain.line(element, default)
  local attributes = element and element.attributes
  return attributes and attributes.line or default
end

return complain
