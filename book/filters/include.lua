-- Code blocks get their text by name from the repository:
--   {.c include="solutions/1-basics/loop.c" function="a, b"}   or type=,
--   region=, or none of them for the whole file; {.c diff="a.c" to="b.c"}.

local complain = require 'complain'
local excerpt = require 'excerpt'
local tidy = require 'tidy'
local difference = require 'difference'
local needed = require 'needed'

local include = {}

local roots = { 'solutions/', 'include/', 'labs/', 'tests/', 'tools/' }

local function file_lines(path, line)
  local known = false
  for _, root in ipairs(roots) do
    known = known or path:sub(1, #root) == root
  end
  if not known or path:find('..', 1, true) then
    complain.at(line, 'include="' .. path .. '" is outside what may be shown',
      'name a file under ' .. table.concat(roots, ' '))
    return nil
  end
  local lines = excerpt.lines(path)
  if not lines then
    complain.at(line, 'there is no file ' .. path,
      'correct the path, which begins at the top of the repository')
    return nil
  end
  needed.file(path)
  return lines
end

-- "a, b": the parts one after the other, a blank line between them.
local function parts(lines, names, find)
  local out = {}
  for name in names:gmatch('%s*([^,]+)') do
    name = name:gsub('%s+$', '')
    local part = find(name)
    if not part then return nil, name end
    if #out > 0 then out[#out + 1] = { number = 0, text = '' } end
    for _, line in ipairs(part) do out[#out + 1] = line end
  end
  return out
end

local function choose(lines, wanted)
  local commented = wanted.comment == 'yes'
  if wanted['function'] then
    return parts(lines, wanted['function'], function(name)
      return excerpt.func(lines, name, commented)
    end)
  elseif wanted.type then
    return parts(lines, wanted.type, function(name)
      return excerpt.type(lines, name, commented)
    end)
  elseif wanted.region then
    return parts(lines, wanted.region, function(name)
      return excerpt.region(lines, name)
    end)
  end
  return wanted.head == 'no' and excerpt.without_head(lines) or lines
end

-- What a starter has as well is shown as the learner finds it: in labs/.
local function place_of(path, lines, part)
  local starter, count = path:gsub('^solutions/(%d)', 'labs/%1')
  if count == 0 or #part == #lines then return path end
  local writes, written = false, {}
  for _, line in ipairs(lines) do
    writes = writes or line.text:match('/%* lab: step') ~= nil
    written[line.number] = writes
    writes = writes and not line.text:match('/%* lab: end %*/')
  end
  for _, line in ipairs(part) do
    if written[line.number] then return path end
  end
  return starter
end

local function insert_part(block)
  local wanted, line = block.attributes, block.attributes.line
  local path = wanted.include
  local lines = file_lines(path, line)
  if not lines then return end
  local part, missing = choose(lines, wanted)
  if not part then
    local kind = wanted['function'] and 'function' or wanted.type and 'type'
      or 'region'
    complain.at(line, 'no ' .. kind .. ' "' .. missing .. '" in ' .. path,
      'correct the name, or look where it has gone: grep -rn "'
      .. missing .. '" include solutions labs')
    return
  end
  block.attributes.place = place_of(path, lines, part)
  part = tidy.lines(part)
  block.text = tidy.text(part)
  block.attributes.first = tostring(part[1] and part[1].number or 1)
end

local function insert_difference(block)
  local from, to = block.attributes.diff, block.attributes.to
  local line = block.attributes.line
  if not to then
    complain.at(line, 'diff="' .. from .. '" without to="…"',
      'write ``` {.c diff="the older file" to="the newer file"}')
    return
  end
  local old, new = file_lines(from, line), file_lines(to, line)
  if not (old and new) then return end
  if block.attributes.head == 'no' then
    old, new = excerpt.without_head(old), excerpt.without_head(new)
  end
  block.text = difference.marked(tidy.lines(old), tidy.lines(new))
  block.classes:insert('diff')
end

local function is_pasted(block)
  local language = block.classes[1]
  return (language == 'c' or language == 'python')
    and not block.classes:includes('sketch')
end

function include.fill(block)
  local attributes = block.attributes
  if attributes.include then
    insert_part(block)
  elseif attributes.diff then
    insert_difference(block)
  elseif is_pasted(block) then
    complain.at(attributes.line, 'code is pasted into the text',
      'include it by name; or mark code that is in no file {.c .sketch}')
  end
  return block
end

return include
