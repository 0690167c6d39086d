-- First half of the way: one section, one language, from Markdown to a
-- document whose includes are filled and whose shape is checked. Beside the
-- document it writes its labels, its skeleton, and what it was made from.
--   pandoc -f … -t json -L book/filters/read.lua -o build/…/loop.en.json FILE

local here = PANDOC_SCRIPT_FILE:match('^(.*)/[^/]*$')
package.path = here .. '/?.lua;' .. here .. '/../?.lua'

local complain = require 'complain'
local console = require 'console'
local entries = require 'entries'
local figures = require 'figures'
local include = require 'include'
local labels = require 'labels'
local needed = require 'needed'
local player = require 'player'
local positions = require 'positions'
local questions = require 'questions'
local shape = require 'shape'
local skeleton = require 'skeleton'
local prose = require 'prose'
local titles = require 'titles'

local function page_of(path)
  local folder, name, language = path:match('^(.*)/([^/]+)%.(%a%a)%.md$')
  local chapter = folder and folder:match('([^/]+)$')
  return { folder = folder, name = name, language = language,
    section = chapter .. '/' .. name }
end

local function fill_code(page)
  return {
    CodeBlock = function(block)
      if block.classes[1] == 'console' then return console.fill(block, page) end
      return include.fill(block)
    end,
  }
end

-- A figure stands alone in its paragraph, so alone in its Div.at.
local function fill_figure(page)
  return {
    Div = function(div)
      if #div.content == 0 and div.classes[1] == 'at' then return {} end
      if #div.content == 1 and figures.is_figure(div.content[1]) then
        local image = div.content[1].content[1]
        image.attributes.line = div.attributes.line
        return figures.fill(image, page)
      end
    end,
  }
end

function Pandoc(document)
  local page = page_of(PANDOC_STATE.input_files[1])
  local output = PANDOC_STATE.output_file
  complain.file = PANDOC_STATE.input_files[1]
  document = positions.settle(document):walk(shape.comments)
  document = document:walk(entries.filter(page, output))
  document = document:walk(prose.filter(page.language))
  document = document:walk { Div = titles.fill }
  document = document:walk { Div = questions.fill }
  document = document:walk { Div = function(div) return player.fill(div, page) end }
  document = document:walk(fill_code(page)):walk(fill_figure(page))
  document = labels.give_ids(document, page)
  prose.check(document)
  shape.check(document, page)
  labels.write(document, page, output .. '.labels')
  skeleton.write(document, output .. '.skeleton')
  needed.write(output)
  complain.finish()
  return document
end
