-- ::: {.player recording="hello" #run-player title="…"} shows the recording
-- chapters/CHAPTER/recordings/hello.tsv, one step at a time: book/player/.
-- Where scripts do not run, and on paper, it is the timeline of that run,
-- hello.en.svg and hello.zh.svg beside it. Without a recording it is the
-- place where a reader opens one of their own; where scripts do not run, a
-- sentence.

local complain = require 'complain'
local figures = require 'figures'
local needed = require 'needed'
local words = require 'words'

local player = {}

local function read(path, line)
  local file = io.open(path, 'rb')
  if not file then
    complain.at(line, 'there is no ' .. path,
      'write its first line, "#: program CHAPTER/NAME", into the .tsv; '
      .. 'then make transcripts')
    return nil
  end
  local text = file:read('a')
  file:close()
  needed.file(path)
  return text
end

local function timeline(div, name, page)
  local base, line = page.folder .. '/recordings/' .. name, div.attributes.line
  local svg = read(base .. '.tsv', line)
    and read(base .. '.' .. page.language .. '.svg', line)
  if not svg then return nil end
  local caption = div.content[1]
  if not (caption and caption.t == 'Div' and caption.classes[1] == 'caption')
    or #div.content > 1 then
    complain.at(line, 'a player has a title and nothing else',
      'write ::: {.player recording="' .. name .. '" #… title="what runs"} and '
      .. ':::, and the text above it')
    return nil
  end
  return pandoc.Div({ pandoc.RawBlock('html', figures.fit(svg, base, name)),
    caption }, pandoc.Attr('', { 'figure' },
    { { 'src', 'recordings/' .. name .. '.svg' } }))
end

function player.fill(div, page)
  if div.classes[1] ~= 'player' then return nil end
  local name, line = div.attributes.recording, div.attributes.line
  if div.identifier == '' then
    complain.at(line, 'this player has no id', 'write ::: {.player #…}')
  end
  if not name then
    div.content = { pandoc.RawBlock('html', '<p>'
      .. words.text[page.language].needs_scripts .. '</p>') }
    return div
  end
  if not name:match('^[a-z0-9-]+$') then
    complain.at(line, 'the recording "' .. name .. '" is not a name',
      'name the file chapters/CHAPTER/recordings/NAME.tsv: recording="NAME"')
    return nil
  end
  local figure = timeline(div, name, page)
  if not figure then return nil end
  div.content = { figure }
  div.attributes.recording = page.section:match('^[^/]+') .. '/' .. name
  return div
end

local function script(page, path)
  return '<script defer src="' .. page.up .. '../' .. path .. '"></script>'
end

-- As a part of a page: scripts once, a recording before the first of them.
function player.show(div, page)
  local name = div.attributes.recording
  local out = pandoc.List { pandoc.RawBlock('html', '<div class="player" id="'
    .. div.identifier .. '"' .. (name and ' data-recording="' .. name .. '"' or '')
    .. '><div class="place">' .. (name and '</div>' or '')) }
  out:extend(div.content)
  out:insert(pandoc.RawBlock('html', (name and '' or '</div>') .. '</div>'
    .. (name and script(page, 'players/' .. name .. '.js') or '')
    .. (page.has_player and '' or script(page, 'player.js'))))
  page.has_player = true
  return out
end

return player
