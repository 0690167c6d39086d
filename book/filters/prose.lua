-- Running text: joins what sourcepos has cut, drops the line ends between two
-- Chinese characters, curls English quotes, and finds bold that is not bold.

local complain = require 'complain'
local characters = require 'characters'

local prose = {}

local function merged(inlines)
  local out = pandoc.List()
  for _, inline in ipairs(inlines) do
    local last = out[#out]
    if last and last.t == 'Str' and inline.t == 'Str' then
      out[#out] = pandoc.Str(last.text .. inline.text)
    else
      out:insert(inline)
    end
  end
  return out
end

-- The text at the edge of an inline, looking into links and emphasis.
local function edge(inline, from_end)
  if not inline then return '' end
  if inline.t == 'Str' then return inline.text end
  if inline.t == 'Code' then return '`' end
  if inline.content and #inline.content > 0 then
    return edge(inline.content[from_end and #inline.content or 1], from_end)
  end
  return ''
end

local function joins(before, after)
  local a = characters.last(edge(before, true))
  local b = characters.first(edge(after, false))
  return characters.is_wide_mark(a) or characters.is_wide_mark(b)
    or (characters.is_han(a) and characters.is_han(b))
end

local function unbroken(inlines)
  local out = pandoc.List()
  for i, inline in ipairs(inlines) do
    local dropped = inline.t == 'SoftBreak'
      and joins(inlines[i - 1], inlines[i + 1])
    if not dropped then out:insert(inline) end
  end
  return merged(out)
end

local function curled(word, before)
  local out = {}
  for _, code in utf8.codes(word) do
    local char = utf8.char(code)
    local opens = before:match('^[%s%(%[{"\']?$') or before == '—'
      or before == '“' or before == '‘'
    if char == '"' then char = opens and '“' or '”' end
    if char == "'" then char = opens and '‘' or '’' end
    out[#out + 1] = char
    before = char
  end
  return table.concat(out), before
end

local function with_curly_quotes(inlines)
  local before = ''
  return inlines:map(function(inline)
    if inline.t ~= 'Str' then
      local blank = inline.t == 'Space' or inline.t == 'SoftBreak'
      before = blank and ' ' or 'x'
      return inline
    end
    local curly
    curly, before = curled(inline.text, before)
    return pandoc.Str(curly)
  end)
end

local function find_false_bold(block)
  local line
  block:walk {
    Str = function(str)
      if str.text:find('**', 1, true) then line = line or block.attributes.line end
    end,
  }
  if line then
    complain.at(line, '"**" stands in the text: this bold is not bold',
      'put the punctuation outside: **注意**：后面, not **注意：**后面')
  end
end

function prose.filter(language)
  return {
    Inlines = function(inlines)
      local out = merged(inlines)
      if language == 'zh' then return unbroken(out) end
      return with_curly_quotes(out)
    end,
  }
end

function prose.check(document)
  document:walk {
    Div = function(div)
      if div.classes[1] == 'at' then find_false_bold(div) end
    end,
  }
end

return prose
