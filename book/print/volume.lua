-- A whole book in one document, for EPUB and for paper: the checked sections
-- of one language, in the order of chapters/toc.txt. What the page does by
-- folding and by scripts stands here in the text. Told by -M: edition,
-- target (epub or print), objects.

local here = PANDOC_SCRIPT_FILE:match('^(.*)/[^/]*$')
package.path = here .. '/?.lua;' .. here .. '/../filters/?.lua;'
  .. here .. '/../?.lua'

local complain = require 'complain'
local contents = require 'contents'
local endnotes = require 'endnotes'
local exercises = require 'exercises'
local figures = require 'figures'
local highlight = require 'highlight'
local html = require 'html'
local labels = require 'labels'
local links = require 'links'
local printed = require 'printed'
local words = require 'words'

local function told(document, key)
  return pandoc.utils.stringify(document.meta[key])
end

local function read_book(document)
  local book = { language = told(document, 'edition'),
    target = told(document, 'target'), objects = told(document, 'objects') }
  book.edition = book.language
  book.by_id, book.sections, book.shown =
    labels.read(book.objects .. '/labels.' .. book.language)
  book.chapters = contents.read('chapters/toc.txt')
  highlight.kept = book.objects .. '/coloured'
  highlight.page = book.target .. '/' .. book.language
  return book
end

-- Sections of different chapters may share a name, so an id begins with its
-- chapter's.
local function id_in_book(chapter, id)
  return chapter:match('^[^/]+'):gsub('^%d+%-', '') .. '-' .. id
end

local function renamed(section)
  local function rename(element)
    element.attributes.line = nil
    element.attributes.first = nil
    element.attributes.recording = nil
    if element.identifier ~= '' then
      element.identifier = id_in_book(section, element.identifier)
    end
    return element
  end
  return {
    Div = function(div)
      if div.classes[1] == 'at' then return div.content end
      return rename(div)
    end,
    Header = rename, Code = rename, Link = rename, Table = rename,
    Span = rename, CodeBlock = rename,
    RawBlock = function(block)
      block.text = figures.named_apart(block.text, id_in_book(section, 'svg'))
      return block
    end,
  }
end

local function linked(book, section)
  return links.filter {
    language = book.language, section = section, by_id = book.by_id,
    shown = book.shown, address = function(label)
      return '#' .. id_in_book(label.section, label.id)
    end,
  }
end

local function read(path)
  local file = io.open(path, 'rb')
  local text = file:read('a')
  file:close()
  return text
end

local function read_section(book, section)
  return pandoc.read(read(book.objects .. '/' .. section .. '.'
    .. book.language .. '.json'), 'json')
end

-- In an EPUB the title of a file is plain text, in any other heading code
-- stays code: the list of contents is made of it.
local function numbered(book, title, number)
  if book.target == 'epub' then
    title = pandoc.List { pandoc.Str(pandoc.utils.stringify(title)) }
  end
  if not number then return title end
  local mark = pandoc.Str(number)
  if book.target == 'print' then
    -- A space that the outline of a PDF keeps.
    mark = pandoc.Span({ pandoc.Str(number .. '\u{a0}') },
      pandoc.Attr('', { 'number' }))
  end
  title:insert(1, pandoc.Space())
  title:insert(1, mark)
  return title
end

local function section_of(book, entry)
  local section = entry.section
  local document = read_section(book, section)
  complain.file = 'chapters/' .. section .. '.' .. book.language .. '.md'
  document = document:walk(linked(book, section)):walk(renamed(section))
  local view = setmetatable({ section = section,
    prefix = id_in_book(section, section:match('[^/]+$')) }, { __index = book })
  if book.target == 'print' then
    document = document:walk(printed.references(view))
    document = endnotes.collect(document, view)
  end
  document = exercises.apart(document, view)
  document = document:walk(printed.blocks(view))
  for i, block in ipairs(document.blocks) do
    if block.t == 'Header' then
      if block.level == 1 then
        block.content = numbered(book, block.content,
          entry.number ~= '' and entry.number)
      end
      block.level = block.level + 1
    else
      document.blocks[i] = pandoc.walk_block(pandoc.Div { block },
        { Code = html.code }).content[1]
    end
  end
  return document.blocks
end

local function chapter_of(book, chapter)
  local number = chapter.directory:match('^(%d+)%-')
  local title = numbered(book,
    pandoc.List { pandoc.Str(chapter.title[book.language]) },
    number and words.text[book.language].chapter:format(number))
  return pandoc.Header(1, title, pandoc.Attr(
    id_in_book(chapter.directory, 'chapter'), { 'chapter' }))
end

-- The sections of a chapter as a list of links; on paper with their pages.
local function list_of(book, chapter)
  local items = pandoc.List()
  for _, entry in ipairs(chapter.sections) do
    local label = book.sections[entry.section]
    local id = label and id_in_book(entry.section, label.id)
    if label then
      items:insert { pandoc.Plain {
        pandoc.Span({ pandoc.Str(entry.number) },
          pandoc.Attr('', { 'number' })), pandoc.Space(),
        pandoc.Link({ pandoc.RawInline('html', label.title) }, '#' .. id),
        pandoc.RawInline('html',
          book.target == 'print' and printed.page_of(id, '', '') or '') } }
    end
  end
  return pandoc.Div({ pandoc.BulletList(items) },
    pandoc.Attr('', { 'sections' }))
end

local function css_text(text)
  text = text:gsub('<[^>]*>', ''):gsub('&lt;', '<'):gsub('&gt;', '>')
  return (text:gsub('&amp;', '&'):gsub('[\\"]', '\\%0'))
end

-- On paper each section has a kind of page of its own, with its name on top.
local function head_of_pages(book, chapter, entry)
  local label = book.sections[entry.section]
  local id = id_in_book(entry.section, label.id)
  return ('#%s { page: %s }\n@page %s { @top-left { content: "%s" } '
    .. '@top-right { content: "%s" } }\n'):format(id, id, id,
    css_text(chapter.title[book.language]),
    css_text(entry.number .. ' ' .. label.title))
end

function Pandoc(document)
  local book = read_book(document)
  local blocks, contained = pandoc.List(), pandoc.List()
  local heads = ''
  for _, chapter in ipairs(book.chapters) do
    local header = chapter_of(book, chapter)
    blocks:insert(header)
    blocks:insert(list_of(book, chapter))
    contained:insert(pandoc.Div({ pandoc.Plain { pandoc.Link(header.content,
      '#' .. header.identifier) } }, pandoc.Attr('', { 'chapter' })))
    contained:insert(list_of(book, chapter))
    for _, entry in ipairs(chapter.sections) do
      if book.sections[entry.section] then
        blocks:extend(section_of(book, entry))
        heads = heads .. head_of_pages(book, chapter, entry)
      end
    end
  end
  complain.finish()
  document.blocks = blocks
  document.meta.date = os.date('!%Y-%m-%d', tonumber(os.getenv('SOURCE_DATE_EPOCH')))
  if book.target == 'print' then
    local say = words.text[book.language]
    document.meta.heads = pandoc.MetaBlocks { pandoc.RawBlock('html', heads) }
    document.meta.contained = pandoc.MetaBlocks(contained)
    document.meta.contents = say.contents
    document.meta.book = say.title
    document.meta.cover = '../../book/epub/cover.' .. book.language .. '.svg'
  end
  return document
end
