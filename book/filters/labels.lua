-- What a section can be referred to by: lines "section, id, kind, title".

local complain = require 'complain'
local html = require 'html'
local titles = require 'titles'

local labels = {}

local function one_line(inlines)
  return (html.of_inlines(inlines):gsub('%s+', ' '))
end

local function code_title(block)
  local a = block.attributes
  if a.title then return titles.inlines(a.title) end
  return { pandoc.Code(a['function'] or a.type or a.region or a.include
    or a.to or a.transcript or '') }
end

local function title_of(block)
  if block.t == 'Header' then
    return block.content:walk { Note = function() return {} end }
  elseif block.t == 'CodeBlock' then
    return code_title(block)
  end
  return titles.caption(block)
end

-- A listing of functions that has no id gets one, so that the index of
-- functions can lead to it.
local function name_listing(page, taken)
  return function(block)
    local names = block.attributes['function']
    if not names or block.identifier ~= '' then return nil end
    local id = page.name .. '-' .. names:match('%w+[%w_]*'):gsub('_', '-')
    if taken[id] then return nil end
    taken[id] = true
    block.identifier = id
    return block
  end
end

function labels.give_ids(document, page)
  local taken = {}
  local function take(block) taken[block.identifier] = true end
  document:walk { Header = take, Div = take, CodeBlock = take }
  return document:walk { CodeBlock = name_listing(page, taken) }
end

-- "shows": the functions of a listing of the runtime. Its definition says
-- more than its contract.
local function note_shown(block, out)
  local a = block.attributes
  local place = (a.include or ''):match('^(%a+)/.*%.[cS]$')
    or (a.include or ''):match('^(include)/')
  if not a['function'] or (place ~= 'solutions' and place ~= 'include') then
    return
  end
  for name in a['function']:gmatch('[%w_]+') do
    out[#out + 1] = { id = block.identifier, kind = 'shows ' .. place,
      title = name }
  end
end

function labels.of(document)
  local out, seen = {}, {}
  local function note(block)
    local id, line = block.identifier, block.attributes.line
    if id == '' then return end
    if seen[id] then
      complain.at(line, 'the id #' .. id .. ' is also in line ' .. seen[id],
        'give one of the two another id')
    end
    seen[id] = line
    local kind = block.t == 'Header' and 'h' .. block.level
      or block.classes[1] or block.t
    out[#out + 1] = { id = id, kind = kind, title = one_line(title_of(block) or {}) }
    note_shown(block, out)
  end
  document:walk { Header = note, Div = note, CodeBlock = note }
  return out
end

function labels.write(document, page, path)
  local file = io.open(path, 'w')
  for _, label in ipairs(labels.of(document)) do
    file:write(page.section, '\t', label.id, '\t', label.kind, '\t',
      label.title, '\n')
  end
  file:close()
end

local function note_place(shown, label)
  local place = label.kind:match('^shows (%a+)$')
  if not place then return false end
  local before = shown[label.title]
  if not before or (before.place ~= place and place == 'solutions') then
    shown[label.title] = { section = label.section, id = label.id, place = place,
      kind = 'listing' }
  end
  return true
end

-- Returns by_id["1-basics"]["loop-turn"] = { section, id, kind, title } and
-- the titles of the sections; and shown.loop_call_soon, the first listing of
-- it in the book.
function labels.read(path)
  local by_id, sections, shown = {}, {}, {}
  for line in io.lines(path) do
    local section, id, kind, title = line:match('^(.-)\t(.-)\t(.-)\t(.*)$')
    local chapter = section:match('^[^/]+')
    local label = { section = section, id = id, kind = kind, title = title }
    if note_place(shown, label) then goto continue end
    by_id[chapter] = by_id[chapter] or {}
    by_id[chapter][id] = label
    if kind == 'h1' then sections[section] = label end
    if kind == 'h2' then
      local parent = sections[section]
      parent.parts = parent.parts or {}
      table.insert(parent.parts, label)
    end
    ::continue::
  end
  return by_id, sections, shown
end

return labels
