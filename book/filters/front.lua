-- The first page of an edition: its contents. Told by -M: edition, objects.

local here = PANDOC_SCRIPT_FILE:match('^(.*)/[^/]*$')
package.path = here .. '/?.lua;' .. here .. '/../?.lua'

local contents = require 'contents'
local frame = require 'frame'
local labels = require 'labels'
local words = require 'words'

-- One turn of the loop: what is ready stands on the ring, one of them runs.
local emblem = [[<svg viewBox="0 0 200 200" aria-hidden="true">
<path class="line quiet" d="M100 22a78 78 0 1 1-55.2 22.8"/>
<path class="line accent" d="M44.8 44.8A78 78 0 0 1 100 22"/>
<path class="fill accent" d="M113 22 95 12v20z"/>
<circle class="box accent" cx="100" cy="100" r="24"/>
<path class="fill accent" d="M93 89v22l18-11z"/>
<circle class="box" cx="178" cy="100" r="11"/>
<circle class="box" cx="155" cy="155" r="11"/>
<circle class="box" cx="100" cy="178" r="11"/>
<circle class="box" cx="45" cy="155" r="11"/>
<path class="line dashed quiet" d="M167 100h-40"/></svg>]]

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
  local first = contents.first(page)
  document.blocks = { pandoc.RawBlock('html', '<div class="hero"><div>'
    .. '<h1 class="book-title">' .. words.say(page.edition, 'title')
    .. '</h1>\n<p class="lead">' .. words.say(page.edition, 'lead') .. '</p>\n'
    .. (first and '<p class="begin"><a href="' .. first .. '.html">'
      .. words.say(page.edition, 'begin') .. '</a></p>' or '')
    .. '</div>' .. emblem .. '</div>\n<nav class="whole" aria-label="'
    .. words.plain(page.edition, 'contents') .. '">' .. contents.html(page)
    .. '</nav>') }
  return document
end
