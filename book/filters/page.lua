-- Second half of the way: a checked document (two, side by side) becomes a
-- page. Told by -M: edition, section, sources, labels (one file a language).

local here = PANDOC_SCRIPT_FILE:match('^(.*)/[^/]*$')
package.path = here .. '/?.lua;' .. here .. '/../?.lua'

local boxes = require 'boxes'
local complain = require 'complain'
local contents = require 'contents'
local find = require 'find'
local frame = require 'frame'
local highlight = require 'highlight'
local html = require 'html'
local labels = require 'labels'
local links = require 'links'
local listing = require 'listing'
local notes = require 'notes'
local words = require 'words'
local zip = require 'zip'

local function told(document, key)
  local value = document.meta[key]
  return value and pandoc.utils.stringify(value) or nil
end

local function read_page(document)
  local page = { edition = told(document, 'edition'),
    section = told(document, 'section'), draft = told(document, 'draft'),
    objects = told(document, 'objects'), by_id = {}, sections = {}, shown = {}, up = '../' }
  for _, language in ipairs { 'en', 'zh' } do
    page.by_id[language], page.sections[language], page.shown[language] =
      labels.read(page.objects .. '/labels.' .. language)
  end
  page.known = page.sections.en
  highlight.kept = page.objects .. '/coloured'
  highlight.page = page.edition .. '/' .. page.section
  page.chapters = contents.read('chapters/toc.txt')
  return page
end

local function without_marks()
  local function drop_line(element)
    element.attributes.line = nil
    element.attributes.first = nil
    return element
  end
  return {
    Div = function(div)
      if div.classes[1] == 'at' then return div.content end
      return drop_line(div)
    end,
    Header = drop_line, Code = drop_line, Link = drop_line, Table = drop_line,
    Span = drop_line,
  }
end

local function prepared(document, page, language)
  complain.file = 'chapters/' .. page.section .. '.' .. language .. '.md'
  local view = setmetatable({ language = language,
    by_id = page.by_id[language], shown = page.shown[language] }, { __index = page })
  document = notes.collect(document:walk(links.filter(view)), language)
  return document:walk(without_marks())
end

local function other_language(page)
  local path = page.objects .. '/' .. page.section .. '.zh.json'
  local file = io.open(path, 'rb')
  local text = file:read('a')
  file:close()
  return pandoc.read(text, 'json')
end

function Pandoc(document)
  local page = read_page(document)
  local language = page.edition == 'zh' and 'zh' or 'en'
  local meta = document.meta
  document = prepared(document, page, language)
  if page.edition == language then
    find.write(document, page.section, frame.number(page) or '',
      page.objects .. '/' .. page.section .. '.' .. language .. '.find')
  end
  if page.edition == 'zh-en' then
    zip.draft = page.draft
    document = zip.documents(prepared(other_language(page), page, 'zh'), document)
  end
  document = document:walk {
    Code = html.code,
    CodeBlock = function(block) return listing.show(block, page) end,
  }
  document = document:walk {
    Div = function(div) return boxes.show(div, page) end,
  }
  complain.finish()
  document.meta = frame.of(page, words)
  return document
end
