-- The order of the book (chapters/toc.txt), and the lists of links made of it.

local words = require 'words'
local html = require 'html'

local contents = {}

-- { { directory, en, zh, sections = { { section, number }, … } }, … }
function contents.read(path)
  local chapters = {}
  for line in io.lines(path) do
    local directory, en, zh = line:match('^(%S+)%s*|%s*(.-)%s*|%s*(.-)%s*$')
    local name, number = line:match('^%s+([%w-]+)%s*(%S*)')
    if directory and directory:sub(1, 1) ~= '#' then
      chapters[#chapters + 1] = { directory = directory, sections = {},
        title = { en = html.escape(en), zh = html.escape(zh) } }
    elseif name then
      local sections = chapters[#chapters].sections
      sections[#sections + 1] = { number = number,
        section = chapters[#chapters].directory .. '/' .. name }
    end
  end
  return chapters
end

function contents.titles(sections, edition, section)
  return words.both(edition, {
    zh = sections.zh[section] and sections.zh[section].title or section,
    en = sections.en[section] and sections.en[section].title or section,
  })
end

local function item(page, entry)
  local here = entry.section == page.section
  local out = '<li><a href="' .. page.up .. entry.section .. '.html"'
    .. (here and ' aria-current="page"' or '') .. '><span class="number">'
    .. entry.number .. '</span><span>'
    .. contents.titles(page.sections, page.edition, entry.section) .. '</span></a>'
  return out .. (here and contents.parts(page) or '') .. '</li>\n'
end

-- The headings of the page that is open.
function contents.parts(page)
  local zh = (page.sections.zh[page.section] or {}).parts or {}
  local en = (page.sections.en[page.section] or {}).parts or {}
  local out = {}
  for i, part in ipairs(page.edition == 'zh' and zh or en) do
    local other = (zh[i] or part).title
    local text = other == part.title and other
      or words.both(page.edition, { zh = other, en = (en[i] or part).title })
    out[#out + 1] = '<li><a href="#' .. part.id .. '">' .. text .. '</a></li>'
  end
  if #out == 0 then return '' end
  return '<ol class="parts">' .. table.concat(out) .. '</ol>'
end

function contents.html(page)
  local out = {}
  for _, chapter in ipairs(page.chapters) do
    local items = {}
    for _, entry in ipairs(chapter.sections) do
      if page.known[entry.section] then items[#items + 1] = item(page, entry) end
    end
    local html = '<p class="chapter">' .. words.both(page.edition, chapter.title)
      .. '</p>\n<ol class="sections">\n' .. table.concat(items) .. '</ol>\n'
    if #items > 0 then
      out[#out + 1] = page.section and html or '<div>' .. html .. '</div>\n'
    end
  end
  return table.concat(out)
end

-- Where reading begins.
function contents.first(page)
  for _, chapter in ipairs(page.chapters) do
    for _, entry in ipairs(chapter.sections) do
      if page.known[entry.section] then return entry.section end
    end
  end
end

-- The sections before and after this one.
function contents.neighbours(page)
  local previous, after, found
  for _, chapter in ipairs(page.chapters) do
    for _, entry in ipairs(chapter.sections) do
      if not page.known[entry.section] then goto continue end
      if found and not after then after = entry.section end
      found = found or entry.section == page.section
      if not found then previous = entry.section end
      ::continue::
    end
  end
  return previous, after
end

return contents
