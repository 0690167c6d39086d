-- A part of a program file by name: a function, a type, a region, or all of
-- it. Lines are { number, text }; the markers of the labs and of the regions
-- are left out of what is shown.

local excerpt = {}

function excerpt.lines(path)
  local file = io.open(path, 'rb')
  if not file then return nil end
  local lines = {}
  for text in file:lines() do
    lines[#lines + 1] = { number = #lines + 1, text = (text:gsub('\r$', '')) }
  end
  file:close()
  return lines
end

local function slice(lines, first, last)
  local out = {}
  for i = first, last do out[#out + 1] = lines[i] end
  return out
end

-- A definition begins and ends in the first column; a prototype ends with ;.
local function extent(lines, first)
  for i = first, #lines do
    local mark = lines[i].text:match('[{;]')
    if mark == ';' then return i, 'prototype' end
    if mark == '{' then
      if lines[i].text:match('}') then return i, 'definition' end
      for last = i + 1, #lines do
        if lines[last].text:match('^}') then return last, 'definition' end
      end
    end
  end
end

local function comment_above(lines, first)
  if not (lines[first - 1] and lines[first - 1].text:match('%*/%s*$')) then
    return first
  end
  for i = first - 1, 1, -1 do
    if lines[i].text:match('^%s*/%*') then return i end
  end
  return first
end

local function python_function(lines, name)
  for i, line in ipairs(lines) do
    local indent = line.text:match('^(%s*)def ' .. name .. '%s*%(')
      or line.text:match('^(%s*)async def ' .. name .. '%s*%(')
    if indent then
      local last = i
      for j = i + 1, #lines do
        local deeper = lines[j].text:match('^' .. indent .. '%s+%S')
        if deeper then last = j
        elseif lines[j].text:match('%S') then break end
      end
      return slice(lines, i, last)
    end
  end
end

-- wanted: the whole line must match one of these patterns.
local function find(lines, patterns, with_comment)
  local prototype
  for i, line in ipairs(lines) do
    for _, pattern in ipairs(patterns) do
      if line.text:match(pattern) then
        local last, what = extent(lines, i)
        if what == 'definition' then
          local first = with_comment and comment_above(lines, i) or i
          return slice(lines, first, last)
        elseif what == 'prototype' and not prototype then
          prototype = slice(lines, comment_above(lines, i), last)
        end
      end
    end
  end
  return prototype
end

function excerpt.func(lines, name, with_comment)
  local plain = name:gsub('%W', '%%%0')
  return python_function(lines, plain)
    or find(lines, { '^[%a_][^#=]-%f[%w_]' .. plain .. '%s*%(' },
      with_comment)
end

function excerpt.type(lines, name, with_comment)
  local plain = name:gsub('[^%w ]', '%%%0')
  return find(lines, { '^' .. plain .. '%s*{',
    '^typedef%f[%W].*%f[%w_]' .. plain .. '%f[^%w_]' }, with_comment)
end

function excerpt.region(lines, name)
  local first
  for i, line in ipairs(lines) do
    if line.text:match('/%*%s*region:%s*(.-)%s*%*/') == name then
      first = i + 1
    elseif line.text:match('/%*%s*endregion:%s*(.-)%s*%*/') == name then
      return first and slice(lines, first, i - 1)
    end
  end
end

function excerpt.without_head(lines)
  if not (lines[1] and lines[1].text:match('^/%*')) then return lines end
  for i, line in ipairs(lines) do
    if line.text:match('%*/') then return slice(lines, i + 1, #lines) end
  end
  return lines
end

return excerpt
