-- Footnotes: collected at the end of the page, numbered in each language.

local words = require 'words'

local notes = {}

local mark = '<sup class="noteref"><a id="noteref-%s" href="#note-%s">%d</a></sup>'
local back = ' <a class="back" href="#noteref-%s" aria-label="%s">↩</a>'

function notes.collect(document, language)
  local collected = pandoc.List()
  document = document:walk {
    Note = function(note)
      local name = language .. '-' .. (#collected + 1)
      collected:insert(note)
      return pandoc.RawInline('html', mark:format(name, name, #collected))
    end,
  }
  if #collected == 0 then return document end
  local entries = pandoc.List()
  for i, note in ipairs(collected) do
    local name = language .. '-' .. i
    local blocks = note.content
    local way_back = pandoc.RawInline('html',
      back:format(name, words.text[language].back))
    local last = blocks[#blocks]
    while last.t == 'Div' do last = last.content[#last.content] end
    if last.t ~= 'Para' and last.t ~= 'Plain' then
      last = pandoc.Plain {}
      blocks:insert(last)
    end
    last.content:insert(way_back)
    entries:insert(pandoc.Div(
      { pandoc.Plain { pandoc.RawInline('html', '<b>' .. i .. '</b>') },
        pandoc.Div(blocks) },
      pandoc.Attr('note-' .. name, { 'footnote' })))
  end
  document.blocks:insert(pandoc.Div(entries, pandoc.Attr('', { 'notes' })))
  return document
end

return notes
