-- title="…" of a box or of a table becomes its first child, Div.caption, so
-- that it can hold `code` and is treated as text everywhere.

local complain = require 'complain'

local titles = {}

function titles.inlines(text)
  local document = pandoc.read(text, 'commonmark_x-smart')
  return document.blocks[1] and document.blocks[1].content or pandoc.List()
end

function titles.fill(div)
  local title = div.attributes.title
  if div.classes[1] == 'table' and not title then
    complain.at(div.attributes.line, 'this table has no title',
      'write ::: {.table #… title="what the table shows"}')
  end
  if not title then return nil end
  div.attributes.title = nil
  div.content:insert(1, pandoc.Div({ pandoc.Plain(titles.inlines(title)) },
    pandoc.Attr('', { 'caption' })))
  return div
end

-- The caption of a block that has one.
function titles.caption(block)
  for _, child in ipairs(block.content or {}) do
    if child.t == 'Div' and child.classes[1] == 'caption' then
      return child.content[1].content
    end
  end
end

return titles
