-- A program's text as lines of HTML, coloured by classes (.kw .st .co …).
-- Colouring is the slowest work of a page, and three editions show the same
-- code: what was coloured once is kept in the folder highlight.kept.

local highlight = {}

local function split(text)
  local out = {}
  for line in (text .. '\n'):gmatch('([^\n]*)\n') do out[#out + 1] = line end
  return out
end

local function colour(text, language)
  local block = pandoc.CodeBlock(text, pandoc.Attr('', { language }))
  local html = pandoc.write(pandoc.Pandoc { block }, 'html')
  return html:match('<code[^>]*>(.*)</code>')
end

local function read(path)
  local file = io.open(path, 'rb')
  local text = file and file:read('a')
  if file then file:close() end
  return text
end

-- Renamed into place: another page may be reading.
local function keep(text, path)
  local unfinished = path .. '.' .. highlight.page:gsub('/', '.')
  local file = io.open(unfinished, 'wb')
  if not file then return end
  file:write(text)
  file:close()
  os.rename(unfinished, path)
end

local function colour_once(text, language)
  local name = pandoc.utils.sha1(tostring(PANDOC_VERSION) .. language .. text)
  local path = highlight.kept .. '/' .. name
  local code = read(path)
  if not code then
    code = colour(text, language)
    keep(code, path)
  end
  return code
end

function highlight.lines(text, language)
  local lines = split(colour_once(text, language))
  for i, line in ipairs(lines) do
    lines[i] = line:gsub('^<span id="cb%d+%-%d+"><a [^>]*></a>(.*)</span>$', '%1')
  end
  return lines
end

return highlight
