-- The skeleton of a section, for book/check/pairs.py. A line of it is
-- "line, kind, key": an anchor, "end" of a box, or a "word" in `code`.

local anchors = require 'anchors'

local skeleton = {}

local function clean(text)
  return (text:gsub('[\t\n]', ' '))
end

local function write_words(block, line, out)
  local function note_word(code)
    if not code.classes:includes('free') then
      local at = code.attributes.line or line
      out[#out + 1] = at .. '\tword\t' .. clean(code.text)
    end
  end
  pandoc.Div({ block }):walk { Code = note_word }
end

local function write_blocks(blocks, line, out)
  for _, block in ipairs(blocks) do
    line = block.attributes and block.attributes.line or line
    local kind, key = anchors.of(block)
    if kind then out[#out + 1] = line .. '\t' .. kind .. '\t' .. clean(key) end
    if anchors.is_box(block) then
      write_blocks(block.content, line, out)
      out[#out + 1] = line .. '\tend\t' .. kind
    elseif not kind or block.t ~= 'CodeBlock' then
      write_words(block, line, out)
    end
  end
end

function skeleton.write(document, path)
  local out = {}
  write_blocks(document.blocks, '1', out)
  local file = assert(io.open(path, 'w'))
  file:write(table.concat(out, '\n'), '\n')
  file:close()
end

return skeleton
