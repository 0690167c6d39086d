-- What a section's source must look like; see book/README.md.

local complain = require 'complain'

local shape = {}

shape.boxes = { note = true, warning = true, differs = true, tutorial = true,
  mistakes = true }
local folds = { answer = true, fold = true }
local others = { question = true, choice = true, asked = true, why = true,
  table = true, figure = true, player = true, caption = true, at = true,
  entry = true }

local function check_heading(header, page, seen)
  local line, id = header.attributes.line, header.identifier
  if id == '' then
    complain.at(line, 'this heading has no id', 'write it at the end of the '
      .. 'line, the same in both languages: ## … {#' .. page.name .. '-…}')
  elseif not id:match('^[a-z0-9-]+$') then
    complain.at(line, 'the id #' .. id .. ' is not of a-z, 0-9 and -',
      'choose an id that can be typed')
  elseif id ~= page.name and id:sub(1, #page.name + 1) ~= page.name .. '-' then
    complain.at(line, 'the id #' .. id .. ' does not begin with "'
      .. page.name .. '-"', 'write {#' .. page.name .. '-' .. id .. '}')
  end
  if header.level > seen.level + 1 then
    complain.at(line, 'a heading of level ' .. header.level
      .. ' follows one of level ' .. seen.level, 'leave no level out')
  end
  if header.level == 1 and seen.level > 0 then
    complain.at(line, 'a second # heading', 'a section has one; use ##')
  end
  seen.level = header.level
end

local function check_div(div)
  local kind = div.classes[1]
  if not (kind and (shape.boxes[kind] or folds[kind] or others[kind])) then
    complain.at(div.attributes.line, 'unknown block ::: ' .. (kind or ''),
      'there are: note warning differs tutorial mistakes question answer table '
      .. 'glossary functions misconceptions')
  end
end

-- What has an anchor may not be inside a list: the two languages' lists are
-- free to differ.
local function check_list(list)
  local function refuse(block)
    complain.at(block.attributes.line, 'this block stands inside a list',
      'move it out, to the left margin, between two paragraphs')
  end
  list:walk {
    CodeBlock = refuse,
    Header = refuse,
    Table = refuse,
    Div = function(div)
      if div.classes[1] ~= 'at' then refuse(div) end
    end,
  }
end

-- Tables and figures have their captions round them.
local function check_captions(document)
  local within = {}
  document:walk {
    Div = function(div)
      if div.classes[1] ~= 'table' then return nil end
      div:walk { Table = function(t) within[t.attributes.line] = true end }
    end,
  }
  document:walk {
    Table = function(t)
      if not within[t.attributes.line] then
        complain.at(t.attributes.line, 'this table has no title',
          'put it between ::: {.table #… title="what the table shows"} and :::')
      end
      for _, row in ipairs(t.head.rows) do
        for i, cell in ipairs(row.cells) do
          if #cell.contents == 0 then
            complain.at(t.attributes.line, 'column ' .. i
              .. ' of this table has no heading',
              'a word there is what a screen reader says of each cell below it')
          end
        end
      end
    end,
    Image = function(image)
      complain.at(image.attributes.line, 'a figure in the middle of a line',
        'let it stand alone, with a blank line above and below')
    end,
  }
end

local function first_heading(document, page)
  local first = document.blocks[1]
  if not (first and first.t == 'Header' and first.level == 1
    and first.identifier == page.name) then
    complain.at(1, 'the section does not begin with its title',
      'write first: # Title {#' .. page.name .. '}')
  end
end

-- Comments go; any other raw HTML is refused.
local function drop_comments(raw)
  if not raw.text:match('^%s*<!%-%-') then
    complain.at(nil, 'raw HTML: ' .. raw.text:gsub('%s+$', ''),
      'write it in Markdown; see book/README.md')
  end
  return {}
end

shape.comments = { RawBlock = drop_comments, RawInline = drop_comments }

function shape.check(document, page)
  first_heading(document, page)
  check_captions(document)
  local seen = { level = 0 }
  document:walk {
    Header = function(header) check_heading(header, page, seen) end,
    Div = check_div,
    BulletList = check_list,
    OrderedList = check_list,
    BlockQuote = check_list,
  }
end

return shape
