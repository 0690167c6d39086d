-- What the search of the page finds: the text of one section in one language,
-- as a line of the script that search.js loads. A list: the section's name,
-- its number, then for each heading id, title, and its blocks in order. Code
-- begins with a tab, its place in the repository on the first line.

local find = {}

local escapes = { ['"'] = '\\"', ['\\'] = '\\\\', ['\n'] = '\\n', ['\t'] = '\\t' }

local function quoted(text)
  return '"' .. text:gsub('[%c"\\]', function(char)
    return escapes[char] or ''
  end) .. '"'
end

local function list(items)
  return '[' .. table.concat(items, ',') .. ']'
end

-- Titles of links were filled in as HTML; the numbers of notes are no text.
local function bare(inline)
  if inline.text:match('^<sup') or inline.text:match('^ <a class="back"') then
    return {}
  end
  local text = inline.text:gsub('<[^>]*>', '')
  text = text:gsub('&(%a+);', { lt = '<', gt = '>', quot = '"', amp = '&' })
  return pandoc.Str(text)
end

local function plain(block)
  return (pandoc.utils.stringify(block:walk { RawInline = bare })
    :gsub('%s+', ' '):gsub('^ ', ''):gsub(' $', ''))
end

local function code(block)
  local a = block.attributes
  local place = a.place or a.include or a.to or ''
  local name = a['function'] or a.type
  if name then place = place .. ' · ' .. name end
  return '\t' .. (a.title and a.title .. ' ' or '') .. place .. '\n' .. block.text
end

-- Each row of a table is a block.
local function rows_of(tbl)
  local out = {}
  local function add(rows)
    for _, row in ipairs(rows) do
      local cells = {}
      for i, cell in ipairs(row.cells) do cells[i] = plain(pandoc.Div(cell.contents)) end
      out[#out + 1] = table.concat(cells, ' · ')
    end
  end
  add(tbl.head.rows)
  for _, body in ipairs(tbl.bodies) do add(body.body) end
  return out
end

local function gather(blocks, out)
  local function add(text)
    if text ~= '' then table.insert(out[#out].blocks, text) end
  end
  for _, block in ipairs(blocks) do
    if block.t == 'Header' then
      out[#out + 1] = { id = block.identifier, title = plain(block), blocks = {} }
    elseif block.t == 'CodeBlock' then add(code(block))
    elseif block.t == 'Table' then
      for _, row in ipairs(rows_of(block)) do add(row) end
    elseif block.t == 'BulletList' or block.t == 'OrderedList' then
      for _, item in ipairs(block.content) do gather(item, out) end
    elseif block.t == 'Div' or block.t == 'BlockQuote' then
      gather(block.content, out)
    elseif block.t ~= 'RawBlock' then add(plain(block)) end
  end
  return out
end

function find.line(document, section, number)
  local entries = {}
  for i, entry in ipairs(gather(document.blocks, { { blocks = {} } })) do
    for j, text in ipairs(entry.blocks) do entry.blocks[j] = quoted(text) end
    if i > 1 then
      entries[#entries + 1] = list { quoted(entry.id), quoted(entry.title),
        list(entry.blocks) }
    end
  end
  return list { quoted(section), quoted(number), list(entries) } .. ',\n'
end

function find.write(document, section, number, path)
  local file = io.open(path, 'wb')
  file:write(find.line(document, section, number))
  file:close()
end

return find
