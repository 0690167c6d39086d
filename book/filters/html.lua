-- HTML of a part of the document. pandoc's writer would load the grammars of
-- all languages (a fifth of a second) at the first inline code that it sees,
-- so inline code is written here.

local html = {}

function html.escape(text)
  return (text:gsub('[&<>]', { ['&'] = '&amp;', ['<'] = '&lt;', ['>'] = '&gt;' }))
end

-- A browser may break a line behind the sign of -ECANCELED, or of -t.
function html.code(code)
  local open = code.text:match('^%-%S+$') and '<code class="whole">' or '<code>'
  return pandoc.RawInline('html', open .. html.escape(code.text) .. '</code>')
end

function html.of(blocks)
  return pandoc.write(pandoc.Pandoc(blocks):walk { Code = html.code }, 'html')
end

function html.of_inlines(inlines)
  return html.of { pandoc.Plain(inlines) }
end

return html
