-- The anchors of a section: the blocks that both languages share. What
-- stands between two anchors each language writes as it likes.

local anchors = {}

local boxes = { note = 1, warning = 1, differs = 1, tutorial = 1, mistakes = 1,
  answer = 1, question = 1, choice = 1, asked = 1, why = 1, notes = 1,
  entry = 1, player = 1, fold = 1 }

local function code_key(block)
  local a = block.attributes
  local place = a.include or (a.diff and a.diff .. ' -> ' .. (a.to or ''))
  if not place then return (block.classes[1] or '') .. ' ' .. block.text end
  return place .. ' ' .. (a['function'] or a.type or a.region or '')
end

local function table_key(div)
  local key = '#' .. div.identifier
  div:walk {
    Table = function(t)
      local rows = 0
      for _, body in ipairs(t.bodies) do rows = rows + #body.body end
      key = key .. ' ' .. rows .. ' rows of ' .. #t.colspecs
    end,
  }
  return key
end

-- The kind of an anchor and what must be the same in both languages; nil for
-- free text.
function anchors.of(block)
  if block.t == 'Header' then
    return 'heading', string.rep('#', block.level) .. ' {#' .. block.identifier .. '}'
  elseif block.t == 'CodeBlock' then
    if block.classes[1] == 'console' then
      return 'console', block.attributes.transcript or ''
    end
    return 'code', code_key(block)
  elseif block.t == 'Div' then
    local kind = block.classes[1]
    if kind == 'figure' then return 'figure', block.attributes.src end
    if kind == 'table' then return 'table', table_key(block) end
    if kind == 'choice' then return kind, block.attributes.right end
    if boxes[kind] then
      return kind, block.identifier ~= '' and '#' .. block.identifier or ''
    end
  end
end

-- Boxes are anchors that hold other blocks.
function anchors.is_box(block)
  return block.t == 'Div' and boxes[block.classes[1]] ~= nil
end

return anchors
