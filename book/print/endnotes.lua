-- Footnotes on paper: below their section, numbered in it. (A reader of EPUB
-- shows them where they stand.)

local words = require 'words'

local endnotes = {}

local mark = '<sup class="noteref"><a id="%s" href="#%s">%d</a></sup>'

function endnotes.collect(document, view)
  local items = pandoc.List()
  document = document:walk {
    Note = function(note)
      local number = #items + 1
      local id = view.prefix .. '-note-' .. number
      local link = pandoc.Link({ pandoc.Str(tostring(number)) },
        '#' .. id .. '-at', '', pandoc.Attr('', { 'number' }))
      items:insert(pandoc.Div({ pandoc.Div({ pandoc.Plain { link } }),
        pandoc.Div(note.content) }, pandoc.Attr(id, { 'footnote' })))
      return pandoc.RawInline('html', mark:format(id .. '-at', id, number))
    end,
  }
  if #items > 0 then
    items:insert(1, pandoc.Div({ pandoc.Plain {
      pandoc.Str(words.text[view.language].notes) } },
      pandoc.Attr('', { 'kind' })))
    document.blocks:insert(pandoc.Div(items, pandoc.Attr('', { 'notes' })))
  end
  return document
end

return endnotes
