-- ::: glossary and ::: functions are filled with what check/entries.py has
-- collected: a heading for each letter, below it Div.entry, each with an id.
-- ::: misconceptions too, but those of one lab, as misconceptions.lua shapes
-- them.

local complain = require 'complain'
local misconceptions = require 'misconceptions'
local needed = require 'needed'
local words = require 'words'

local entries = { kinds = { glossary = true, functions = true } }

local function cells_of(line)
  local cells = {}
  for cell in (line .. '\t'):gmatch('([^\t]*)\t') do cells[#cells + 1] = cell end
  return cells
end

local function inlines(text)
  local document = pandoc.read(text, 'commonmark_x-smart')
  return document.blocks[1] and document.blocks[1].content or pandoc.List()
end

local function marked(text, language)
  return pandoc.Span({ pandoc.Str(text) },
    pandoc.Attr('', {}, { { 'lang', words.tag[language] } }))
end

-- A term stands in both languages, the page's own first.
local function term(english, chinese, language)
  if english == chinese then return { pandoc.Strong { pandoc.Str(english) } } end
  local en, zh = marked(english, 'en'), marked(chinese, 'zh')
  local own, other = en, zh
  if language == 'zh' then own, other = zh, en end
  return { pandoc.Strong { own }, pandoc.Space(),
    pandoc.Span({ other }, pandoc.Attr('', { 'other' })) }
end

local function link(id)
  return pandoc.Link({}, '#' .. id)
end

local whence = {}
local lab = { en = 'lab', zh = '实验' }

function whence.glossary(cells)
  return { link(cells[7]) }
end

-- Its labs (or the header of what is given), its code, asyncio's name for it.
function whence.functions(cells, language)
  local out = pandoc.List()
  local function add(...)
    if #out > 0 then out:extend { pandoc.Str ' ·', pandoc.Space() } end
    out:extend { ... }
  end
  for id in cells[8]:gmatch('%S+') do
    add(pandoc.Str(lab[language]), pandoc.Space(),
      pandoc.Link({ pandoc.Code(id) }, '#' .. id))
  end
  if #out == 0 then add(pandoc.Code(cells[7])) end
  local name = cells[9]
  if name ~= '' and name:sub(1, 1) ~= '(' then
    add(pandoc.Str 'asyncio', pandoc.Space(), pandoc.Code(name))
  end
  -- Where the book shows it, is known when all sections are: links.lua.
  out:insert(pandoc.Span({}, pandoc.Attr('', { 'shows' },
    { { 'name', cells[3] } })))
  return out
end

local function entry(kind, cells, page, line)
  local zh = page.language == 'zh'
  local head = kind == 'glossary' and term(cells[3], cells[4], page.language)
    or { pandoc.Code(cells[3]) }
  local text = inlines(cells[zh and 6 or 5])
  text:extend { pandoc.Space(), pandoc.Span(whence[kind](cells, page.language),
    pandoc.Attr('', { 'whence' })) }
  return pandoc.Div({
    pandoc.Div({ pandoc.Plain(head) }, pandoc.Attr('', { 'caption' })),
    pandoc.Para(text) }, pandoc.Attr(cells[2], { 'entry' }, { { 'line', line } }))
end

-- What was collected of this kind; nil: it is complained of.
local function collected(kind, line, output)
  local path = output:match('^(.*)/[^/]+/[^/]+$') .. '/' .. kind .. '.entries'
  local file = io.open(path)
  if file then
    needed.file(path)
  else
    complain.at(line, 'there is no ' .. path, 'make it with: make book')
  end
  return file
end

local function fill(div, page, output)
  local kind, line = div.classes[1], div.attributes.line
  local file = collected(kind, line, output)
  if not file then return {} end
  local out, letter = pandoc.List(), nil
  for text in file:lines() do
    local cells = cells_of(text)
    if cells[1] ~= letter then
      letter = cells[1]
      out:insert(pandoc.Header(2, { pandoc.Str(letter:upper()) },
        pandoc.Attr(page.name .. '-' .. letter, {}, { { 'line', line } })))
    end
    out:insert(entry(kind, cells, page, line))
  end
  file:close()
  return out
end

local function mistakes(div, page, output)
  local lab, line = div.attributes.lab or '', div.attributes.line
  local file, rows = collected('misconceptions', line, output), pandoc.List()
  if not file then return {} end
  for text in file:lines() do
    local c = cells_of(text)
    if c[3] == lab then
      rows:insert { step = c[4], en = c[5], zh = c[6], tests = c[7],
        more = tonumber(c[8]) }
    end
  end
  file:close()
  if #rows == 0 then
    complain.at(line, 'no wrong answers are known for lab="' .. lab .. '"',
      'write it as lab="1-basics/tiny"; they are in tests/1-basics/wrong/tiny')
  end
  return misconceptions.fold(rows, lab:match('[^/]*$'), page, line)
end

function entries.filter(page, output)
  return {
    Div = function(div)
      if div.classes[1] == 'misconceptions' then
        return mistakes(div, page, output)
      end
      if entries.kinds[div.classes[1]] then return fill(div, page, output) end
    end,
  }
end

return entries
