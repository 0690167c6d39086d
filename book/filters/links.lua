-- [](#id) is filled with the title of what it names, wherever that is.

local complain = require 'complain'
local words = require 'words'

local links = {}

local function find(by_id, chapter, id)
  if by_id[chapter] and by_id[chapter][id] then return by_id[chapter][id] end
  local found
  for _, ids in pairs(by_id) do
    if ids[id] and found then return nil end
    found = found or ids[id]
  end
  return found
end

-- Pages stand at EDITION/CHAPTER/NAME.html.
function links.address(label, from_section)
  local chapter, name = label.section:match('^(.-)/(.*)$')
  local address = name .. '.html'
  if chapter ~= from_section:match('^[^/]+') then
    address = '../' .. chapter .. '/' .. address
  end
  if label.section == from_section then address = '' end
  if label.kind ~= 'h1' or address == '' then
    address = address .. '#' .. label.id
  end
  return address
end

local function fill(link, page)
  local line = link.attributes.line
  local id = link.target:match('^#(.+)$')
  if not id then
    if not link.target:match('^https?://') then
      complain.at(line, 'a link to "' .. link.target .. '"',
        'link to [](#id) or https://…; write a file of ours as `inline code`')
    end
    return nil
  end
  local label = find(page.by_id, page.section:match('^[^/]+'), id)
  if not label then
    if not page.draft then
      complain.at(line, 'nothing has the id #' .. id,
        'correct it, or give that id to a heading, listing, figure or table')
    end
    return #link.content > 0 and link.content or pandoc.Code('#' .. id)
  end
  link.target = (page.address or links.address)(label, page.section)
  if #link.content == 0 then
    local title = label.title
    if title == '' then
      title = words.text[page.language][label.kind] or label.id
    end
    link.content = { pandoc.RawInline('html', title) }
  end
  return link
end

-- The index of functions leads to the listing that shows one, if any does.
local function fill_shown(span, page)
  if span.classes[1] ~= 'shows' then return nil end
  local label = page.shown[span.attributes.name]
  if not label then return {} end
  return { pandoc.Str ' ·', pandoc.Space(),
    pandoc.Link({ pandoc.Str(words.text[page.language].code) },
      (page.address or links.address)(label, page.section)) }
end

function links.filter(page)
  return {
    Link = function(link) return fill(link, page) end,
    Span = function(span) return fill_shown(span, page) end,
  }
end

return links
