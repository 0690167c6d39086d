-- The files that a section needs, remembered for make: OUTPUT.d.

local needed = { files = {} }

function needed.file(path)
  needed.files[#needed.files + 1] = path
end

local function escaped(path)
  return (path:gsub('[ #$]', { [' '] = '\\ ', ['#'] = '\\#', ['$'] = '$$' }))
end

function needed.write(output)
  local file = assert(io.open(output .. '.d', 'w'))
  for _, path in ipairs(needed.files) do
    file:write(escaped(output), ': ', escaped(path), '\n')
    file:write(escaped(path), ':\n')
  end
  file:close()
end

return needed
