-- The side-by-side edition: two documents with one skeleton become one. What
-- stands between two anchors becomes Div.pair { Div.zh, Div.en }; the anchors
-- themselves stand once.

local anchors = require 'anchors'
local complain = require 'complain'
local html = require 'html'
local tables = require 'tables'
local words = require 'words'

local zip = {}

local function half(blocks, language)
  return pandoc.Div(blocks, pandoc.Attr('', { 'half' },
    { { 'lang', words.tag[language] } }))
end

local function pair(zh, en)
  return pandoc.Div({ half(zh, 'zh'), half(en, 'en') },
    pandoc.Attr('', { 'pair' }))
end

local function span(inlines, language)
  return pandoc.Span(inlines, pandoc.Attr('', { 'half' },
    { { 'lang', words.tag[language] } }))
end

local function both(zh, en)
  return { span(zh, 'zh'), pandoc.Space(), span(en, 'en') }
end

-- As many paragraphs on either side: they stand beside one another.
local function free_text(zh, en, out)
  if #zh == #en then
    for i = 1, #zh do out:insert(pair({ zh[i] }, { en[i] })) end
  elseif #zh + #en > 0 then
    out:insert(pair(zh, en))
  end
end

-- Who follows a link comes to the first of the two.
local function without_id(block)
  block.identifier = ''
  return block
end

local function is_caption(block)
  return block.t == 'Div' and block.classes[1] == 'caption'
end

local function take_free(blocks, i)
  local free = pandoc.List()
  while blocks[i] and not anchors.of(blocks[i]) and not is_caption(blocks[i]) do
    free:insert(blocks[i])
    i = i + 1
  end
  return free, i
end

local merge

local function merge_anchor(zh, en)
  if zh.t == 'Header' then
    if html.of_inlines(zh.content) == html.of_inlines(en.content) then return en end
    en.content = both(zh.content, en.content)
    return en
  elseif is_caption(zh) then
    en.content = { pandoc.Plain(both(zh.content[1].content,
      en.content[1].content)) }
    return en
  elseif zh.classes[1] == 'entry' then
    -- Its head says it in both languages.
    local head = zh.content:remove(1)
    en.content:remove(1)
    en.content = pandoc.List { head, pair(zh.content, en.content) }
    return en
  elseif anchors.is_box(zh) then
    en.content = merge(zh.content, en.content)
    return en
  elseif zh.classes[1] == 'figure' then
    return zip.figure(zh, en)
  elseif zh.classes[1] == 'table' then
    return tables.merge(zh, en, merge, half)
  elseif zh.t == 'CodeBlock' and zh.text == en.text then
    en.attributes['title-zh'] = zh.attributes.title
    return en
  end
  return pair({ zh }, { without_id(en) })
end

function zip.figure(zh, en)
  if zh.content[1].text == en.content[1].text then
    en.content[2] = merge_anchor(zh.content[2], en.content[2])
    return en
  end
  local path = en.attributes.src:match('([%w-]+)%.svg$')
  zh.content[1].text = zh.content[1].text:gsub(path:gsub('%-', '%%-') .. '%-',
    path .. '-zh-')
  return pair({ zh }, { without_id(en) })
end

local function agree(zh, en)
  return anchors.of(zh) == anchors.of(en)
end

-- A draft shows the rest of both texts; a book is not made of them.
local function unlike(zh, i, en, j, out)
  if not zip.draft then
    complain.at(nil, 'the two languages do not share one skeleton',
      'run: make pairs')
    return out
  end
  out:insert(pair({ table.unpack(zh, i) }, { table.unpack(en, j) }))
  return out
end

merge = function(zh, en)
  local out, i, j = pandoc.List(), 1, 1
  while zh[i] or en[j] do
    local zh_free, en_free
    zh_free, i = take_free(zh, i)
    en_free, j = take_free(en, j)
    free_text(zh_free, en_free, out)
    if zh[i] and en[j] and agree(zh[i], en[j]) then
      out:insert(merge_anchor(zh[i], en[j]))
    elseif zh[i] or en[j] then
      return unlike(zh, i, en, j, out)
    end
    i, j = i + 1, j + 1
  end
  return out
end

function zip.documents(zh, en)
  en.blocks = merge(zh.blocks, en.blocks)
  return en
end

return zip
