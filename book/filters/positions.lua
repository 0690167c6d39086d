-- pandoc's sourcepos marks every element with data-pos="file@12:1-13:4" and
-- wraps those that have no attributes. Here the wrappers of inlines go, the
-- wrappers of blocks become Div.at, and every mark becomes line="12".

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

return {
  Span = inline_wrapper,
  Div = block_wrapper,
  Code = settle,
  Link = settle,
  Image = settle,
  Header = settle,
  CodeBlock = settle,
  Table = settle,
}
