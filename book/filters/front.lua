-- The first page of an edition: its contents. Told by -M: edition, objects.

local here = PANDOC_SCRIPT_FILE:match('^(.*)/[^/]*$')
package.path = here .. '/?.lua;' .. here .. '/../?.lua'

local contents = require 'contents'
local frame = require 'frame'
local labels = require 'labels'
local words = require 'words'

function Pandoc(document)
  local function told(key)
    return pandoc.utils.stringify(document.meta[key])
  end
  local page = { edition = told 'edition', sections = {}, up = '',
    chapters = contents.read('chapters/toc.txt') }
  local _
  for _, language in ipairs { 'en', 'zh' } do
    _, page.sections[language] =
      labels.read(told 'objects' .. '/labels.' .. language)
  end
  page.known = page.sections.en
  document.meta = frame.of(page, words)
  document.meta.front = true
  document.blocks = { pandoc.RawBlock('html', '<h1 class="book-title">'
    .. words.say(page.edition, 'title') .. '</h1>\n<nav class="whole" aria-label="'
    .. words.plain(page.edition, 'contents') .. '">' .. contents.html(page)
    .. '</nav>') }
  return document
end
