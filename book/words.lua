-- The page's own words. words.say(edition, key) gives HTML: in the
-- side-by-side edition both languages, each marked with its lang.

local words = {}

words.text = {
  en = {
    title = 'From select to gather', contents = 'Contents', code = 'code',
    skip = 'Skip to the text', previous = 'Previous', next = 'Next',
    note = 'Note', warning = 'Careful', differs = 'Where C differs',
    tutorial = 'What the tutorial gets wrong', mistakes = 'Common mistakes',
    question = 'Question', answer = 'Answer', right = 'Yes.', wrong = 'No.',
    from = 'before', to = 'after', same = '%d lines unchanged',
    console = 'Terminal', notes = 'Notes', back = 'back to the text',
    copy = 'Copy', copied = 'Copied', editions = 'Language',
    difference = 'What changed: removed lines begin with −, added lines with +',
  },
  zh = {
    title = '从 select 到 gather', contents = '目录', code = '代码',
    skip = '跳到正文', previous = '上一节', next = '下一节',
    note = '说明', warning = '小心', differs = 'C 与 asyncio 不同之处',
    tutorial = '教程里的错', mistakes = '常见错误',
    question = '想一想', answer = '答案', right = '对。', wrong = '不对。',
    from = '之前', to = '之后', same = '%d 行未变',
    console = '终端', notes = '注释', back = '回到正文',
    copy = '复制', copied = '已复制', editions = '语言',
    difference = '改动：− 开头的行删去了，+ 开头的行是新加的',
  },
}

words.tag = { en = 'en', zh = 'zh-Hans' }

local function languages(edition)
  return edition == 'zh-en' and { 'zh', 'en' } or { edition }
end

-- In attributes no mark-up is possible: both languages with a dot between.
function words.plain(edition, key, ...)
  local out = {}
  for _, language in ipairs(languages(edition)) do
    out[#out + 1] = words.text[language][key]:format(...)
  end
  return table.concat(out, ' · ')
end

function words.both(edition, text)
  local shown = languages(edition)
  if #shown == 1 then return text[shown[1]] end
  local out = {}
  for _, language in ipairs(shown) do
    out[#out + 1] = '<span class="half" lang="' .. words.tag[language] .. '">'
      .. text[language] .. '</span>'
  end
  return table.concat(out, ' ')
end

function words.say(edition, key, ...)
  local text = {}
  for _, language in ipairs(languages(edition)) do
    text[language] = words.text[language][key]:format(...)
  end
  return words.both(edition, text)
end

return words
