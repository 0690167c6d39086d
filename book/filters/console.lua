-- ``` {.console transcript="NAME"} shows chapters/CHAPTER/console/NAME.txt,
-- or NAME.en.txt / NAME.zh.txt where the output depends on the language.
-- Lines beginning "#:" tell the recorder how to run, and are not shown.

local complain = require 'complain'
local needed = require 'needed'

local console = {}

local function read(path)
  local file = io.open(path, 'rb')
  if not file then return nil end
  local text = file:read('a')
  file:close()
  return text
end

local function shown(text)
  local out = {}
  for line in text:gmatch('([^\n]*)\n') do
    if line:sub(1, 2) ~= '#:' then out[#out + 1] = line end
  end
  return table.concat(out, '\n')
end

function console.fill(block, page)
  local name, line = block.attributes.transcript, block.attributes.line
  if not name then
    complain.at(line, 'a console block without transcript="NAME"',
      'record the commands in ' .. page.folder .. '/console/NAME.txt')
    return block
  end
  local base = page.folder .. '/console/' .. name
  for _, path in ipairs { base .. '.txt', base .. '.' .. page.language .. '.txt' } do
    local text = read(path)
    if text then
      needed.file(path)
      block.text = shown(text)
      return block
    end
  end
  complain.at(line, 'unknown transcript "' .. name .. '": there is no '
    .. base .. '.txt',
    'write its commands there, one "$ command" a line; then make transcripts')
  return block
end

return console
