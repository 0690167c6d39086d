-- A program's text as lines of HTML, coloured by classes (.kw .st .co …).

local highlight = {}

function highlight.escape(text)
  return (text:gsub('[&<>"]', { ['&'] = '&amp;', ['<'] = '&lt;',
    ['>'] = '&gt;', ['"'] = '&quot;' }))
end

local function split(text)
  local out = {}
  for line in (text .. '\n'):gmatch('([^\n]*)\n') do out[#out + 1] = line end
  return out
end

function highlight.lines(text, language)
  local block = pandoc.CodeBlock(text, pandoc.Attr('', { language }))
  local html = pandoc.write(pandoc.Pandoc { block }, 'html')
  local code = html:match('<code[^>]*>(.*)</code>')
  local lines = split(code)
  for i, line in ipairs(lines) do
    lines[i] = line:gsub('^<span id="cb%d+%-%d+"><a [^>]*></a>(.*)</span>$', '%1')
  end
  return lines
end

return highlight
