-- Code, differences and console blocks as HTML figures.

local highlight = require 'highlight'
local html = require 'html'
local titles = require 'titles'
local words = require 'words'

local listing = {}

local function ended(lines)
  for i, line in ipairs(lines) do lines[i] = line .. '\n' end
  return lines
end

local function figure(block, class, caption, lines)
  local id = block.identifier ~= '' and ' id="' .. block.identifier .. '"' or ''
  return pandoc.RawBlock('html', '<figure class="' .. class .. '"' .. id .. '>'
    .. caption .. '<pre tabindex="0"><code>' .. table.concat(lines)
    .. '</code></pre></figure>')
end

local function title(attributes, page)
  if not attributes.title then return '' end
  local text = {}
  for language, of in pairs { en = 'title', zh = 'title-zh' } do
    text[language] = html.of_inlines(
      titles.inlines(attributes[of] or attributes.title))
  end
  if page.edition ~= 'zh-en' or not attributes['title-zh'] then
    return '<span class="title">' .. text.en .. '</span> '
  end
  return '<span class="title">' .. words.both(page.edition, text) .. '</span> '
end

local function caption(place, attributes, page)
  local html = title(attributes, page)
  if place ~= '' then html = html .. '<span class="place">' .. place .. '</span>' end
  return html ~= '' and '<figcaption>' .. html .. '</figcaption>' or ''
end

local function code(block, page)
  local a = block.attributes
  local place = html.escape(a.place or a.include or '')
  local name = a['function'] or a.type
  if name then place = place .. ' · ' .. html.escape(name) end
  return figure(block, 'listing', caption(place, a, page),
    ended(highlight.lines(block.text, block.classes[1] or 'text')))
end

local marks = { [' '] = { 'kept', ' ' }, ['-'] = { 'gone', '−' },
  ['+'] = { 'new', '+' } }

local function side(lines, other)
  local out = {}
  for _, line in ipairs(lines) do
    if line:sub(1, 1) ~= other then out[#out + 1] = line:sub(2) end
  end
  return table.concat(out, '\n')
end

-- Runs of more than eight kept lines lose their middle.
local function folded(rows, page)
  local out, i = {}, 1
  while i <= #rows do
    local last = i
    while rows[last + 1] and rows[last + 1].kind == 'kept' do last = last + 1 end
    if rows[i].kind == 'kept' and last - i >= 8 then
      local head, tail = i == 1 and 0 or 3, last == #rows and 0 or 3
      for j = i, i + head - 1 do out[#out + 1] = rows[j].html end
      out[#out + 1] = '<span class="row skip">⋯ '
        .. words.say(page.edition, 'same', last - i + 1 - head - tail) .. '\n</span>'
      for j = last - tail + 1, last do out[#out + 1] = rows[j].html end
      i = last + 1
    else
      out[#out + 1] = rows[i].html
      i = i + 1
    end
  end
  return out
end

local function difference(block, page)
  local a, lines, rows = block.attributes, {}, {}
  for line in (block.text .. '\n'):gmatch('([^\n]*)\n') do
    lines[#lines + 1] = line
  end
  local old = highlight.lines(side(lines, '+'), block.classes[1])
  local new = highlight.lines(side(lines, '-'), block.classes[1])
  local i, j = 1, 1
  for _, line in ipairs(lines) do
    local kind, mark = table.unpack(marks[line:sub(1, 1)])
    local html = kind == 'gone' and old[i] or new[j]
    if kind ~= 'new' then i = i + 1 end
    if kind ~= 'gone' then j = j + 1 end
    rows[#rows + 1] = { kind = kind, html = '<span class="row ' .. kind
      .. '"><span class="mark">' .. mark .. ' </span>' .. html .. '\n</span>' }
  end
  local place = html.escape(a.diff:match('[^/]+$')) .. ' → '
    .. html.escape(a.to:match('[^/]+$'))
  local label = '<span class="sr">' .. words.plain(page.edition, 'difference')
    .. '</span>'
  if a.all ~= 'yes' then rows = folded(rows, page) else
    for k, row in ipairs(rows) do rows[k] = row.html end
  end
  return figure(block, 'listing diff', caption(place .. label, a, page), rows)
end

local function console(block, page)
  local rows = {}
  for line in (block.text .. '\n'):gmatch('([^\n]*)\n') do
    local command = line:match('^%$ (.*)$')
    rows[#rows + 1] = command and '<span class="prompt">$ </span><b class="command">'
      .. html.escape(command) .. '</b>' or html.escape(line)
  end
  local place = words.say(page.edition, 'console')
  return figure(block, 'console', caption(place, block.attributes, page), ended(rows))
end

function listing.show(block, page)
  if block.classes[1] == 'console' then return console(block, page) end
  if block.attributes.diff then return difference(block, page) end
  return code(block, page)
end

return listing
