-- Makes lines of a program fit to be shown: without the markers of labs and
-- regions, without outer blank lines, without the indentation all share.

local tidy = {}

local function without_markers(lines)
  local out, inside = {}, false
  for _, line in ipairs(lines) do
    local opens = line.text:match('^%s*/%*%s*lab:')
    local region = line.text:match('^%s*/%*%s*e?n?d?region:.*%*/%s*$')
    inside = inside or opens
    if not inside and not region then out[#out + 1] = line end
    if inside and line.text:find('*/', 1, true) then inside = false end
  end
  return out
end

local function without_blank_edges(lines)
  local out = {}
  for _, line in ipairs(lines) do
    local blank = not line.text:match('%S')
    local after_blank = #out == 0 or not out[#out].text:match('%S')
    if not (blank and after_blank) then out[#out + 1] = line end
  end
  while #out > 0 and not out[#out].text:match('%S') do out[#out] = nil end
  return out
end

local function dedented(lines)
  local shared
  for _, line in ipairs(lines) do
    if line.text:match('%S') then
      local indent = line.text:match('^%s*')
      if not shared or #indent < #shared then shared = indent end
    end
  end
  for i, line in ipairs(lines) do
    lines[i] = { number = line.number, text = line.text:sub(#shared + 1) }
  end
  return lines
end

function tidy.lines(lines)
  return dedented(without_blank_edges(without_markers(lines)))
end

function tidy.text(lines)
  local out = {}
  for i, line in ipairs(lines) do out[i] = line.text end
  return table.concat(out, '\n')
end

return tidy
