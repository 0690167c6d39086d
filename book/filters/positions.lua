-- pandoc's sourcepos marks every element with data-pos="file@12:1-13:4" and
-- wraps those that have no attributes. Here the wrappers of inlines go, the
-- wrappers of blocks become Div.at, and every mark becomes line="12".

local positions = {}

-- A wrapper of one word, space or line end. There are thousands, and one by
-- one they cost half of a page's time: so they go from the text at once.
local WORDS = { '{"t":"Str","c":"[^"\\]*"}', '{"t":"Space"}',
  '{"t":"SoftBreak"}' }

local function without_words(document)
  local text = pandoc.write(document, 'json')
  for _, word in ipairs(WORDS) do
    text = text:gsub('{"t":"Span","c":%[%["",%[%],%[%["data%-pos","[^"]*"%]%]%],'
      .. '%[(' .. word .. ')%]%]}', '%1')
  end
  return pandoc.read(text, 'json')
end

local function is_position(key)
  return key == 'data-pos' or key == 'pos' or key == 'wrapper'
end

local function settle(element)
  local kept, line = {}, nil
  for i = 1, #element.attributes do
    local key, value = element.attributes[i][1], element.attributes[i][2]
    if not is_position(key) then
      kept[#kept + 1] = { key, value }
    else
      line = line or value:match('@(%d+):')
    end
  end
  if line then kept[#kept + 1] = { 'line', line } end
  element.attributes = kept
  return element
end

local function is_wrapper(element)
  if element.identifier ~= '' or #element.classes > 0 then return false end
  for i = 1, #element.attributes do
    if not is_position(element.attributes[i][1]) then return false end
  end
  return #element.attributes > 0
end

local function inline_wrapper(span)
  if is_wrapper(span) then return span.content end
  return settle(span)
end

local function block_wrapper(div)
  local wrapper = is_wrapper(div)
  settle(div)
  if wrapper then div.classes = { 'at' } end
  return div
end

local filter = {
  Span = inline_wrapper,
  Div = block_wrapper,
  Code = settle,
  Link = settle,
  Image = settle,
  Header = settle,
  CodeBlock = settle,
  Table = settle,
}

function positions.settle(document)
  return without_words(document):walk(filter)
end

return positions
