-- ::: question holds the question, then a list of choices, "- [ ]" wrong and
-- "- [x]" right, each followed by its explanation. Here it becomes
-- Div.question { …, Div.choice[right] { Div.asked, Div.why }, … }.

local complain = require 'complain'

local questions = {}

local function flat(blocks)
  local out = pandoc.List()
  for _, block in ipairs(blocks) do
    if block.t == 'Div' and block.classes[1] == 'at' then
      for _, inner in ipairs(block.content) do
        out:insert({ block = inner, line = block.attributes.line })
      end
    else
      out:insert({ block = block, line = complain.line(block) })
    end
  end
  return out
end

-- Takes the box away from the first line; true right, false wrong, nil none.
local function take_box(block)
  local first = block and block.content and block.content[1]
  local mark = first and first.t == 'Str' and first.text
  if mark ~= '☐' and mark ~= '☒' then return nil end
  block.content:remove(1)
  if block.content[1] and block.content[1].t == 'Space' then
    block.content:remove(1)
  end
  return mark == '☒'
end

local function at(entry)
  return pandoc.Div({ entry.block },
    pandoc.Attr('', { 'at' }, { { 'line', entry.line or '' } }))
end

local function choice(item, default_line)
  local entries = flat(item)
  local first = entries[1] and entries[1].block
  local right = take_box(first)
  if right ~= nil and #first.content == 0 then entries:remove(1) end
  local asked = entries:remove(1)
  local line = asked and asked.line or default_line
  if right == nil then
    complain.at(line, 'a choice without its box',
      'write "- [ ] …" for a wrong choice and "- [x] …" for the right one')
  end
  if not (asked and asked.block.content) then return nil end
  if #entries == 0 then
    complain.at(line, 'this choice is not explained',
      'add an indented paragraph below it: why one would think so, and what is so')
  end
  return pandoc.Div({
    pandoc.Div({ pandoc.Plain(asked.block.content) },
      pandoc.Attr('', { 'asked' })),
    pandoc.Div(entries:map(at), pandoc.Attr('', { 'why' })),
  }, pandoc.Attr('', { 'choice' }, {
    { 'right', right and 'yes' or 'no' }, { 'line', line } }))
end

local function choices(list, line)
  local out, right = pandoc.List(), 0
  for _, item in ipairs(list.content) do
    local one = choice(item, line)
    if one then
      out:insert(one)
      if one.attributes.right == 'yes' then right = right + 1 end
    end
  end
  if right ~= 1 then
    complain.at(line, right .. ' choices are marked right',
      'mark exactly one of them [x]')
  end
  return out
end

local function is_list(block)
  return block.t == 'Div' and block.classes[1] == 'at'
    and block.content[1] and block.content[1].t == 'BulletList'
end

function questions.fill(div)
  if div.classes[1] ~= 'question' then return nil end
  local line, answered = div.attributes.line, false
  local out = pandoc.List()
  for _, block in ipairs(div.content) do
    if is_list(block) then
      out:extend(choices(block.content[1], block.attributes.line))
      answered = true
    else
      answered = answered or (block.t == 'Div' and block.classes[1] == 'answer')
      out:insert(block)
    end
  end
  if div.identifier == '' then
    complain.at(line, 'this question has no id', 'write ::: {.question #…}')
  end
  if not answered then
    complain.at(line, 'this question has neither choices nor an answer',
      'add a list "- [ ] …" or a block :::: answer')
  end
  div.content = out
  return div
end

return questions
