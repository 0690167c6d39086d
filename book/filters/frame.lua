-- What stands round the text of a page: the variables of page.html.

local contents = require 'contents'

local frame = {}

local names = { zh = '中文', en = 'English', ['zh-en'] = '中 · En' }
local tags = { zh = 'zh-Hans', en = 'en', ['zh-en'] = 'zh-Hans' }

local function raw(html)
  return pandoc.MetaBlocks { pandoc.RawBlock('html', html) }
end

local function plain(html)
  return (html:gsub('<[^>]*>', ''))
end

local function editions(page)
  local out = {}
  for _, edition in ipairs { 'zh', 'en', 'zh-en' } do
    local name = edition == 'zh-en' and ' aria-label="中 · En: 中文 + English"' or ''
    local current = edition == page.edition and ' aria-current="true"' or ''
    out[#out + 1] = '<a class="edition" lang="' .. tags[edition] .. '" href="'
      .. page.up .. '../' .. edition .. '/' .. (page.section or 'index')
      .. '.html"' .. name .. current .. '>' .. names[edition] .. '</a>'
  end
  return table.concat(out, '\n')
end

local function turn(page, section, key, words)
  if not section then return '' end
  local title = contents.titles(page.sections, page.edition, section)
  return '<a class="turn ' .. key .. '" rel="' .. (key == 'next' and key or 'prev')
    .. '" href="' .. page.up .. section .. '.html"><span class="way">'
    .. words.say(page.edition, key) .. '</span> <span class="to">' .. title
    .. '</span></a>'
end

function frame.number(page)
  for _, chapter in ipairs(page.chapters) do
    for _, entry in ipairs(chapter.sections) do
      if entry.section == page.section and entry.number ~= '' then
        return entry.number
      end
    end
  end
end

function frame.of(page, words)
  local previous, after = contents.neighbours(page)
  local own = page.section
    and contents.titles(page.sections, page.edition, page.section)
  local book = words.plain(page.edition, 'title')
  return {
    edition = page.edition,
    lang = tags[page.edition],
    pagetitle = raw(own and plain(own) .. ' — ' .. book or book),
    up = page.up,
    book = raw(words.say(page.edition, 'title')),
    skip = raw(words.say(page.edition, 'skip')),
    contents = raw(words.plain(page.edition, 'contents')),
    languages = raw(words.plain(page.edition, 'editions')),
    copy = words.plain(page.edition, 'copy'),
    copied = words.plain(page.edition, 'copied'),
    search = raw(words.say(page.edition, 'search')),
    findwords = raw((words.of_search(page.edition))),
    dark = words.plain(page.edition, 'dark'),
    turns = words.plain(page.edition, 'turns'),
    number = frame.number(page),
    sidebar = raw(contents.html(page)),
    editions = raw(editions(page)),
    previous = raw(turn(page, previous, 'previous', words)),
    next = raw(turn(page, after, 'next', words)),
  }
end

return frame
