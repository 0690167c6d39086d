-- ![caption](figures/NAME.svg){#fig-…} alone in a paragraph is a figure: its
-- SVG is put into the page, so that it takes the page's colours. The ids in
-- it get the figure's name in front, so that two figures never share one.

local complain = require 'complain'
local needed = require 'needed'

local figures = {}

local function read(path)
  local file = io.open(path, 'rb')
  if not file then return nil end
  local text = file:read('a')
  file:close()
  return text
end

local function find(folder, source, language)
  local variant = source:gsub('%.svg$', '.' .. language .. '.svg')
  for _, name in ipairs { source, variant } do
    local path = folder .. '/' .. name
    local text = read(path)
    if text then return text, path end
  end
end

local function check(svg, path)
  if not (svg:find('<title', 1, true) and svg:find('<desc', 1, true)) then
    complain.at(nil, path .. ' has no <title> or no <desc>',
      'say in them what a reader who cannot see the figure must know')
  end
  if svg:find('<script', 1, true) or svg:find('href="http', 1, true) then
    complain.at(nil, path .. ' has a script or loads something from outside',
      'leave in it shapes and text only')
  end
end

function figures.named_apart(svg, name)
  local ids = {}
  svg = svg:gsub('%f[%w]id="([^"]+)"', function(id)
    ids[#ids + 1] = id
    return 'id="' .. name .. '-' .. id .. '"'
  end)
  svg = svg:gsub('url%(#', 'url(#' .. name .. '-')
  svg = svg:gsub('href="#', 'href="#' .. name .. '-')
  svg = svg:gsub('aria%-([a-z]+)="([^"]+)"', function(key, value)
    if key ~= 'labelledby' and key ~= 'describedby' then return nil end
    return 'aria-' .. key .. '="' .. value:gsub('%S+', name .. '-%0') .. '"'
  end)
  return svg
end

function figures.fit(svg, path, name)
  svg = svg:gsub('^.-<svg', '<svg'):gsub('<!%-%-.-%-%->', '')
  svg = svg:gsub('%s+$', '')
  check(svg, path)
  if not svg:match('^<svg[^>]*role=') then
    svg = svg:gsub('^<svg', '<svg role="img"')
  end
  return figures.named_apart(svg, name)
end

function figures.is_figure(block)
  return block and block.t == 'Para' and #block.content == 1
    and block.content[1].t == 'Image'
end

function figures.fill(image, page)
  local line = image.attributes.line
  local name = image.src:match('^figures/([%w-]+)%.svg$')
  if not name then
    complain.at(line, 'the figure "' .. image.src .. '" is not figures/NAME.svg',
      'keep figures as SVG in ' .. page.folder .. '/figures/')
    return nil
  end
  local svg, path = find(page.folder, image.src, page.language)
  if not svg then
    complain.at(line, 'there is no ' .. page.folder .. '/' .. image.src,
      'draw it, or give NAME.en.svg and NAME.zh.svg there')
    return nil
  end
  needed.file(path)
  if #image.caption == 0 then
    complain.at(line, 'the figure ' .. name .. ' has no caption',
      'write it between the brackets: ![what one sees](' .. image.src .. ')')
  end
  return pandoc.Div({
    pandoc.RawBlock('html', figures.fit(svg, path, name)),
    pandoc.Div({ pandoc.Plain(image.caption) }, pandoc.Attr('', { 'caption' })),
  }, pandoc.Attr(image.identifier, { 'figure' },
    { { 'src', image.src }, { 'line', line } }))
end

return figures
