/* The search: loaded when it is opened first. The index is the text itself,
   by headings, and a query is looked for in it as it stands: so a phrase from
   the middle of a Chinese sentence is found, and half of a function's name. */
'use strict';

{
  const indexes = {};

  /* Called by search-zh.js and search-en.js. */
  book.index = (language, pages) => {
    indexes[language] = pages.flatMap(([page, number, entries]) =>
      entries.map(([id, title, blocks], i) => ({
        language, page, number, id, title, blocks, first: !i,
        of: entries[0][1], text: blocks.join('\n'),
      })));
  };

  book.indexOf = async language => {
    if (!indexes[language]) await book.load(`search-${language}.js`);
    return indexes[language];
  };

  const wordsOf = text => text.trim().split(/\s+/).filter(Boolean);

  /* Nothing has these words: their stems, and each two characters that stand
     side by side. */
  const loosened = word => {
    if (book.han.test(word) && word.length > 2)
      return [...word].slice(1).map((char, i) => word[i] + char);
    const stem = word.replace(/(ations?|ings?|ies|ers?|ed|es|s)$/i, '');
    return [stem.length > 2 ? stem : word];
  };

  /* Words such as "an" are whole, once another word follows. */
  const pattern = (word, followed) => followed && /^[a-z]{1,3}$/i.test(word)
    ? `\\b${word}\\b` : book.pattern(word);

  book.query = (text, loose) => {
    const words = loose ? wordsOf(text).flatMap(loosened) : wordsOf(text);
    const patterns = words.map((word, i) => pattern(word,
      i < words.length - 1)).filter(Boolean);
    if (!patterns.length) return null;
    const whole = book.pattern(text);
    return {
      whole: new RegExp(whole, 'gi'),
      alone: new RegExp(`(?<![\\w])(?:${whole})(?![\\w])`, 'gi'),
      terms: patterns.map(pattern => new RegExp(pattern, 'i')),
      any: new RegExp([whole, ...patterns].join('|'), 'gi'),
    };
  };

  const count = (pattern, text, most) => {
    let found = 0;
    pattern.lastIndex = 0;
    while (found < most && pattern.test(text)) found++;
    pattern.lastIndex = 0;
    return found;
  };

  /* Titles first, then prose that says it as it was typed, then code. */
  const score = (entry, query) => {
    let sum = 40 * count(query.whole, entry.title, 1)
      + 40 * count(query.alone, entry.title, 1)
      + (entry.first ? 5 : 0)
      + 5 * count(query.alone, entry.text, 8);
    if (entry.title.replace(query.whole, '').trim() === '') sum += 60;
    for (const block of entry.blocks) {
      const weight = block[0] === '\t' ? 2 : 6;
      sum += weight * count(query.whole, block, 4);
      if (block[0] === '\t')
        sum += 30 * count(query.alone, block.slice(0, block.indexOf('\n')), 1);
    }
    return sum;
  };

  const CONTEXT = 70;

  const cut = (text, at, length) => {
    const reach = book.han.test(text.slice(Math.max(0, at - 10), at + 20))
      ? CONTEXT / 2 : CONTEXT;
    let from = Math.max(0, at - reach);
    let to = Math.min(text.length, at + length + reach * 1.6);
    while (from > 0 && /\w/.test(text[from - 1]) && /\w/.test(text[from])) from--;
    while (to < text.length && /\w/.test(text[to - 1]) && /\w/.test(text[to])) to++;
    return (from ? '… ' : '') + text.slice(from, to)
      + (to < text.length ? ' …' : '');
  };

  const excerptOf = (block, pattern) => {
    pattern.lastIndex = 0;
    const match = pattern.exec(block);
    pattern.lastIndex = 0;
    if (!match) return null;
    const code = block[0] === '\t';
    if (!code) return { code, text: cut(block, match.index, match[0].length) };
    const from = block.lastIndexOf('\n', match.index) + 1;
    const end = block.indexOf('\n', match.index);
    return { code, text: block.slice(from, end < 0 ? undefined : end).trim() };
  };

  book.excerpt = (entry, query) => {
    const prose = entry.blocks.filter(block => block[0] !== '\t');
    const code = entry.blocks.filter(block => block[0] === '\t');
    for (const pattern of [query.whole, query.any])
      for (const block of [...prose, ...code]) {
        const found = excerptOf(block, pattern);
        if (found) return found;
      }
    return { code: false, text: cut(entry.blocks[0] || '', 0, 0) };
  };

  /* The places of one language, best first. */
  book.match = (entries, query) => entries.filter(entry => {
    const own = entry.title + '\n' + entry.text;
    return query.terms.some(term => term.test(own))
      && query.terms.every(term => term.test(own) || term.test(entry.of));
  }).map(entry => ({ entry, score: score(entry, query) }))
    .sort((a, b) => b.score - a.score);
}
