-- The difference of two programs, line by line (longest common subsequence).
-- Each line of the answer begins with ' ' kept, '-' gone, '+' new.

local difference = {}

local function table_of_lengths(old, new)
  local length = {}
  for i = #old + 1, 1, -1 do
    length[i] = {}
    for j = #new + 1, 1, -1 do
      if i > #old or j > #new then
        length[i][j] = 0
      elseif old[i].text == new[j].text then
        length[i][j] = length[i + 1][j + 1] + 1
      else
        length[i][j] = math.max(length[i + 1][j], length[i][j + 1])
      end
    end
  end
  return length
end

function difference.marked(old, new)
  local length = table_of_lengths(old, new)
  local out, i, j = {}, 1, 1
  while i <= #old or j <= #new do
    if i <= #old and j <= #new and old[i].text == new[j].text then
      out[#out + 1] = ' ' .. old[i].text
      i, j = i + 1, j + 1
    elseif i <= #old
      and (j > #new or length[i + 1][j] >= length[i][j + 1]) then
      out[#out + 1] = '-' .. old[i].text
      i = i + 1
    else
      out[#out + 1] = '+' .. new[j].text
      j = j + 1
    end
  end
  return table.concat(out, '\n')
end

return difference
