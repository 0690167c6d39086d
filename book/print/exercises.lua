-- Questions as a book has them: numbered in each section, with lettered
-- choices; what the page folds away stands at the section's end.

local words = require 'words'

local exercises = {}

local function take(content, class)
  for i, block in ipairs(content) do
    if block.t == 'Div' and block.classes[1] == class then
      return content:remove(i)
    end
  end
end


local function linked_to(id, text, class)
  return pandoc.Link({ pandoc.Str(text) }, '#' .. id, '',
    pandoc.Attr('', { class }))
end

local function list(items)
  return pandoc.OrderedList(items,
    pandoc.ListAttributes(1, 'LowerAlpha', 'OneParen'))
end

-- The verdict stands at the head of the explanation's first paragraph.
local function explained(choice, say)
  local blocks = choice.content[2].content
  local verdict = pandoc.Strong { pandoc.Str(
    choice.attributes.right == 'yes' and say.right or say.wrong) }
  local first = blocks[1]
  if first and (first.t == 'Para' or first.t == 'Plain') then
    first.content:insert(1, pandoc.Space())
    first.content:insert(1, verdict)
    blocks[1] = first
  else
    blocks:insert(1, pandoc.Plain { verdict })
  end
  return blocks
end

local function split(div, say)
  local asked, reasons, rest = pandoc.List(), pandoc.List(), pandoc.List()
  local answer = take(div.content, 'answer')
  for _, block in ipairs(div.content) do
    if block.t == 'Div' and block.classes[1] == 'choice' then
      asked:insert(block.content[1].content)
      reasons:insert(explained(block, say))
    else
      rest:insert(block)
    end
  end
  if #asked > 0 then rest:insert(list(asked)) end
  return rest, answer and answer.content or pandoc.List { list(reasons) }
end

local function head(div, name, target, say)
  local kind = pandoc.List { pandoc.Strong { pandoc.Str(name) } }
  local title = take(div.content, 'caption')
  if title then
    kind:extend { pandoc.Str(' — ') }
    kind:extend(title.content[1].content)
  end
  kind:extend { pandoc.Space(), linked_to(target, say.to_answer, 'turn') }
  return pandoc.Div({ pandoc.Plain(kind) }, pandoc.Attr('', { 'kind' }))
end

function exercises.apart(document, view)
  local say, count = words.text[view.language], 0
  local answers = pandoc.List()
  document = document:walk {
    Div = function(div)
      if div.classes[1] ~= 'question' then return nil end
      count = count + 1
      local target = view.prefix .. '-answer-' .. count
      local name = say.numbered:format(count)
      local kind = head(div, name, target, say)
      local blocks, answer = split(div, say)
      blocks:insert(1, kind)
      div.content = blocks
      local back = pandoc.Div({ pandoc.Plain {
        linked_to(div.identifier, name, 'turn') } },
        pandoc.Attr('', { 'kind' }))
      answer:insert(1, back)
      answers:insert(pandoc.Div(answer, pandoc.Attr(target, { 'solution' })))
      return div
    end,
  }
  if count > 0 then
    document.blocks:insert(pandoc.Header(2, { pandoc.Str(say.answers) },
      pandoc.Attr(view.prefix .. '-answers', { 'answers' })))
    document.blocks:extend(answers)
  end
  return document
end

return exercises
