-- Two tables of one shape become one table: a cell that differs holds both
-- languages, a cell that is the same stands once.

local html = require 'html'

local tables = {}

local function cells_of(tbl)
  local out = {}
  local function add(rows)
    for _, row in ipairs(rows) do
      for _, cell in ipairs(row.cells) do out[#out + 1] = cell end
    end
  end
  add(tbl.head.rows)
  for _, body in ipairs(tbl.bodies) do add(body.body) end
  return out
end

local function merge_cells(zh, en, half)
  local theirs = cells_of(zh)
  local i = 0
  local function both(rows)
    for _, row in ipairs(rows) do
      for _, cell in ipairs(row.cells) do
        i = i + 1
        local other = theirs[i]
        if other and html.of(other.contents) ~= html.of(cell.contents) then
          cell.contents = { half(other.contents, 'zh'), half(cell.contents, 'en') }
        end
      end
    end
    return rows
  end
  en.head.rows = both(en.head.rows)
  for _, body in ipairs(en.bodies) do body.body = both(body.body) end
  return en
end

-- A Div.table holds a caption and one table.
function tables.merge(zh, en, merge, half)
  local function find(div)
    for i, block in ipairs(div.content) do
      if block.t == 'Table' then return i end
    end
  end
  local i, j = find(zh), find(en)
  if not (i and j) then return en end
  local merged = merge_cells(zh.content[i], en.content[j], half)
  zh.content:remove(i)
  en.content:remove(j)
  en.content = merge(zh.content, en.content)
  en.content:insert(merged)
  return en
end

return tables
