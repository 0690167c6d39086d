-- ::: {.misconceptions lab="1-basics/tiny"} is filled with what learners get
-- wrong in that lab (check/misconceptions.py): a fold, in it an entry for each
-- step, in each entry a list of mistakes with the tests that show them.

local misconceptions = {}

local says = {
  en = {
    title = 'What goes wrong: %d wrong answers', shown = 'Shown by ',
    comma = ', ', more = ', and %d more', stop = '.',
  },
  zh = {
    title = '会错在哪儿：%d 种错法', shown = '看得出来的测试：',
    comma = '、', more = '，另有 %d 个', stop = '。',
  },
}

local function inlines(text)
  local document = pandoc.read(text, 'commonmark_x-smart')
  return document.blocks[1] and document.blocks[1].content or pandoc.List()
end

-- Each language names in `code` what it needs.
local function free(text)
  return pandoc.Span(inlines(text)):walk {
    Code = function(code) code.classes:insert('free') return code end,
  }.content
end

local function tests_of(one, say)
  local out = pandoc.List { pandoc.Str(say.shown) }
  for name in one.tests:gmatch('%S+') do
    if #out > 1 then out:insert(pandoc.Str(say.comma)) end
    out:insert(pandoc.Code(name, pandoc.Attr('', { 'free' })))
  end
  if one.more > 0 then out:insert(pandoc.Str(say.more:format(one.more))) end
  out:insert(pandoc.Str(say.stop))
  return pandoc.Span(out, pandoc.Attr('', { 'whence' }))
end

local function item(one, language)
  local text = free(one[language])
  text:extend { pandoc.Space(), tests_of(one, says[language]) }
  return { pandoc.Plain(text) }
end

-- Step 0: more than one of them, so it is the whole lab's.
local function entry(step, items, lab, page, line)
  local about = step == '0' and lab or lab .. '-step-' .. step
  local id = page.name .. '-' .. lab .. '-' .. step
  return pandoc.Div({
    pandoc.Div({ pandoc.Plain { pandoc.Link({}, '#' .. about) } },
      pandoc.Attr('', { 'caption' })),
    pandoc.BulletList(items) },
    pandoc.Attr(id, { 'entry' }, { { 'line', line } }))
end

-- rows: { id, lab, step, en, zh, tests, more }, those of one lab, by step.
function misconceptions.fold(rows, lab, page, line)
  local out, items, step = pandoc.List(), nil, nil
  local function finish()
    if items then out:insert(entry(step, items, lab, page, line)) end
  end
  for _, one in ipairs(rows) do
    if one.step ~= step then
      finish()
      items, step = pandoc.List(), one.step
    end
    items:insert(item(one, page.language))
  end
  finish()
  return pandoc.Div(out, pandoc.Attr('', { 'fold' }, { { 'line', line },
    { 'title', says[page.language].title:format(#rows) } }))
end

return misconceptions
