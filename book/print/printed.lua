-- Boxes, figures, tables and code of a whole book. Captions stay text, so
-- that the links in them still lead somewhere.

local listing = require 'listing'
local words = require 'words'

local printed = {}

local kinds = { note = true, warning = true, differs = true, tutorial = true,
  mistakes = true }

local function raw(text)
  return pandoc.RawBlock('html', text)
end

local function take_caption(div)
  for i, block in ipairs(div.content) do
    if block.t == 'Div' and block.classes[1] == 'caption' then
      div.content:remove(i)
      return block.content[1].content
    end
  end
end

local function box(div, view)
  local kind = pandoc.List { pandoc.Strong {
    pandoc.Str(words.text[view.language][div.classes[1]]) } }
  local title = take_caption(div)
  if title then
    kind:insert(pandoc.Str(' — '))
    kind:extend(title)
  end
  div.content:insert(1, pandoc.Div({ pandoc.Plain(kind) },
    pandoc.Attr('', { 'kind' })))
  div.classes:insert(1, 'box')
  return div
end

local function figure(div)
  local id = div.identifier ~= '' and ' id="' .. div.identifier .. '"' or ''
  local caption = take_caption(div)
  local out = pandoc.List { raw('<figure class="figure"' .. id .. '>') }
  out:extend(div.content)
  if caption then
    out:extend { raw('<figcaption>'), pandoc.Plain(caption),
      raw('</figcaption>') }
  end
  out:insert(raw('</figure>'))
  return out
end

local function titled_table(div)
  local caption = take_caption(div)
  if not caption then return nil end
  for i, block in ipairs(div.content) do
    if block.t == 'Table' then
      block.caption = { long = { pandoc.Plain(caption) } }
      div.content[i] = block
    end
  end
  return div
end

-- A word of the glossary, a function of the index, the head of a fold, which
-- stands open on paper.
local function entry(div)
  local head = take_caption(div)
  if not head then return nil end
  div.content:insert(1, pandoc.Div({ pandoc.Plain(head) },
    pandoc.Attr('', { 'head' })))
  return div
end

-- Readers of EPUB know no tab stops; and their screens are narrow.
local function expanded(text, difference)
  local out = {}
  for line in (text .. '\n'):gmatch('([^\n]*)\n') do
    local mark, rest = '', line
    if difference then mark, rest = line:sub(1, 1), line:sub(2) end
    local tabs, tail = rest:match('^(\t*)(.*)$')
    local column = 8 * #tabs
    tail = tail:gsub('([^\t]*)\t', function(before)
      column = column + utf8.len(before)
      local gap = 8 - column % 8
      column = column + gap
      return before .. (' '):rep(gap)
    end)
    out[#out + 1] = mark .. ('    '):rep(#tabs) .. tail
  end
  return table.concat(out, '\n')
end

-- What is longer than a third of a page may go on overleaf.
local function code(block, view)
  local _, lines = block.text:gsub('\n', '')
  if view.target == 'epub' then
    block.text = expanded(block.text, block.attributes.diff)
  end
  local shown = listing.show(block, view)
  shown.text = shown.text:gsub(' tabindex="0"', '')
  if lines > 24 then
    shown.text = shown.text:gsub('^<figure class="', '%0long ')
  end
  return shown
end

function printed.blocks(view)
  return {
    CodeBlock = function(block) return code(block, view) end,
    Div = function(div)
      local kind = div.classes[1]
      if kind == 'figure' then return figure(div) end
      if kind == 'table' then return titled_table(div) end
      if kind == 'entry' or kind == 'fold' then return entry(div) end
      if kinds[kind] then return box(div, view) end
    end,
  }
end

-- A place where the page number of an id will stand: press.py knows it.
function printed.page_of(id, before, after)
  return '<span class="leads">' .. before .. '<span class="page" data-page="'
    .. id .. '">000</span>' .. after .. '</span>'
end

-- A link to another section tells its page.
function printed.references(view)
  local own = '#' .. view.prefix
  local before, after = words.text[view.language].page:match('^(.*)%%s(.*)$')
  return {
    Link = function(link)
      local target = link.target
      if target:sub(1, 1) ~= '#' or target == own
        or target:sub(1, #own + 1) == own .. '-' then return nil end
      return { link, pandoc.RawInline('html',
        printed.page_of(target:sub(2), before, after)) }
    end,
  }
end

return printed
