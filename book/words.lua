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
    needs_scripts = 'Only the pages of this book in a browser, with scripts, can open a recording. The timeline <code>build/trace/NAME.svg</code> shows the same run.',
    copy = 'Copy', copied = 'Copied', editions = 'Language',
    difference = 'What changed: removed lines begin with −, added lines with +',
    chapter = 'Chapter %s', numbered = 'Question %d', answers = 'Answers',
    to_answer = '→ the answer', page = ' (page %s)',
    search = 'Search', dark = 'Dark', begin = 'Begin reading',
    lead = 'Build asyncio in C, from one call of <code>select</code> up to <code>gather</code>.',
    turns = 'Pages before and after',
  },
  zh = {
    title = '从 select 到 gather', contents = '目录', code = '代码',
    skip = '跳到正文', previous = '上一节', next = '下一节',
    note = '说明', warning = '小心', differs = 'C 与 asyncio 不同之处',
    tutorial = '教程里的错', mistakes = '常见错误',
    question = '想一想', answer = '答案', right = '对。', wrong = '不对。',
    from = '之前', to = '之后', same = '%d 行未变',
    console = '终端', notes = '注释', back = '回到正文',
    needs_scripts = '打开记录要用本书的网页版，而且浏览器要运行脚本。时间线 <code>build/trace/NAME.svg</code> 画的是同一次运行。',
    copy = '复制', copied = '已复制', editions = '语言',
    difference = '改动：− 开头的行删去了，+ 开头的行是新加的',
    chapter = '第 %s 章', numbered = '想一想 %d', answers = '答案',
    to_answer = '→ 看答案', page = '（第 %s 页）',
    search = '搜索', dark = '深色', begin = '开始读',
    lead = '用 C 写出 asyncio：从一次 <code>select</code> 开始，一直写到 <code>gather</code>。',
    turns = '前后两节',
  },
}

-- What the search's window says (book/search/).
words.search = {
  en = {
    name = 'Search', field = 'A word, a phrase, a function', close = 'Close',
    hits = 'Places', hint = 'Words from the text, or half of a function’s name.',
    count = 'Places: {n}', near = 'Nothing has exactly this. Near it: {n}',
    other = 'Not in the English text. In the Chinese: {n}',
    none = 'Nothing found. Try fewer words.',
    failed = 'The index could not be loaded: run make book again.',
    moves = '↑ ↓ choose · Enter opens · Esc closes',
    keys = 'Single keys: / or s search, n p next and previous page, t dark',
  },
  zh = {
    name = '搜索', field = '词、短语或函数名', close = '关闭',
    hits = '找到的地方', hint = '正文里的词句，或函数名的一部分。',
    count = '找到 {n} 处', near = '没有完全相同的，相近的有 {n} 处',
    other = '中文版里没有，英文版里有 {n} 处',
    none = '没有找到。换短一点的词试试。',
    failed = '索引没能载入：请再运行一次 make book。',
    moves = '↑ ↓ 选择 · Enter 打开 · Esc 关闭',
    keys = '单键：/ 或 s 搜索，n、p 翻到后一节、前一节，t 深色',
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

-- As JSON in an attribute.
function words.of_search(edition)
  local text, out = words.search[edition == 'en' and 'en' or 'zh'], {}
  for key in pairs(text) do out[#out + 1] = key end
  table.sort(out)
  for i, key in ipairs(out) do out[i] = '"' .. key .. '":"' .. text[key] .. '"' end
  return ('{' .. table.concat(out, ',') .. '}'):gsub('"', '&quot;')
end

return words
