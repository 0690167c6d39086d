-- Boxes, questions, answers, tables and figures as HTML.

local html = require 'html'
local player = require 'player'
local words = require 'words'

local boxes = {}

local kinds = { note = true, warning = true, differs = true, tutorial = true,
  mistakes = true }

local function raw(text)
  return pandoc.RawBlock('html', text)
end

local function wrap(before, blocks, after)
  local out = pandoc.List { raw(before) }
  out:extend(blocks)
  out:insert(raw(after))
  return out
end

local function id_of(div)
  return div.identifier ~= '' and ' id="' .. div.identifier .. '"' or ''
end

-- The caption, taken out of the box; or the words for its kind.
local function take_title(div, page)
  local first = div.content[1]
  if first and first.t == 'Div' and first.classes[1] == 'caption' then
    div.content:remove(1)
    return html.of(first.content)
  end
end

local function box(div, page, kind)
  local label = words.say(page.edition, kind)
  local title = take_title(div, page)
  if title then label = label .. '<span class="about">' .. title .. '</span>' end
  return wrap('<div class="box ' .. kind .. '" role="note"' .. id_of(div)
    .. '><p class="kind">' .. label .. '</p>', div.content, '</div>')
end

local function answer(div, page)
  return wrap('<details class="answer"><summary>'
    .. words.say(page.edition, 'answer') .. '</summary>', div.content,
    '</details>')
end

-- The text of a choice must be inline: in the two-language edition two halves.
local function asked(div)
  local blocks = div.content
  local out = ''
  for _, block in ipairs(blocks) do
    out = out .. html.of { block }
  end
  return (out:gsub('</?p>', ''):gsub('<div', '<span'):gsub('</div>', '</span>'))
end

local function choice(div, letter, page)
  local right = div.attributes.right == 'yes'
  local verdict = words.say(page.edition, right and 'right' or 'wrong')
  return wrap('<details class="choice ' .. (right and 'right' or 'wrong')
    .. '"><summary><span class="letter">' .. letter .. '</span><span class="asked">'
    .. asked(div.content[1]) .. '</span></summary><div class="why"><p class="verdict">'
    .. verdict .. '</p>', div.content[2].content, '</div></details>')
end

local function question(div, page)
  local out, count = pandoc.List(), 0
  local title = take_title(div, page) or words.say(page.edition, 'question')
  for _, block in ipairs(div.content) do
    if block.t == 'Div' and block.classes[1] == 'choice' then
      count = count + 1
      out:extend(choice(block, string.char(96 + count), page))
    else
      out:insert(block)
    end
  end
  local id = div.identifier .. '-kind'
  return wrap('<div class="question" role="group" aria-labelledby="' .. id .. '"'
    .. id_of(div) .. '><p class="kind" id="' .. id .. '">' .. title .. '</p>', out,
    '</div>')
end

local function fold(div, page)
  return wrap('<details class="fold"><summary>' .. take_title(div, page)
    .. '</summary>', div.content, '</details>')
end

-- A word of the glossary, a function of the index.
local function entry(div, page)
  local head = take_title(div, page)
  return wrap('<div class="entry"' .. id_of(div) .. '><p class="head">' .. head
    .. '</p>', div.content, '</div>')
end

local function captioned(div, page, class)
  local caption, rest = '', pandoc.List()
  for _, block in ipairs(div.content) do
    if block.t == 'Div' and block.classes[1] == 'caption' then
      caption = '<figcaption>' .. html.of(block.content) .. '</figcaption>'
    else
      rest:insert(block)
    end
  end
  local above = class == 'table' and caption or ''
  local below = class == 'table' and '' or caption
  return wrap('<figure class="' .. class .. '"' .. id_of(div) .. '>'
    .. above .. '<div class="scroll" tabindex="0">', rest,
    '</div>' .. below .. '</figure>')
end

function boxes.show(div, page)
  local kind = div.classes[1]
  if kind == 'question' then return question(div, page) end
  if kind == 'answer' then return answer(div, page) end
  if kind == 'fold' then return fold(div, page) end
  if kind == 'entry' then return entry(div, page) end
  if kind == 'player' then return player.show(div, page) end
  if kind == 'table' or kind == 'figure' then return captioned(div, page, kind) end
  if kinds[kind] then return box(div, page, kind) end
end

return boxes
