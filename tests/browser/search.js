/* The search: phrases are taken out of the pages themselves, so that what is
   asked for changes with the book. */
'use strict';

const { claim, same } = require('./claim');

module.exports = ({ book, long, all, open }) => {
  const lessons = edition => all.filter(name =>
    name.startsWith(edition + '/') && name.split('/').length === 3
    && !name.includes('/appendices/'));
  const some = list => long ? list
    : list.filter((_, i) => i % Math.ceil(list.length / 4) === 0);

  const ask = async (page, words) => {
    if (!await page.locator('dialog.search[open]').count())
      await page.keyboard.press('/');
    await page.locator('dialog.search[open]').waitFor();
    await page.fill('#search-field', '');
    await page.fill('#search-field', words);
    await page.waitForFunction(() => document.querySelector('#search-hits a')
      || /没有找到|Nothing found/.test(
        document.querySelector('.search .count').textContent));
    return page.$$eval('#search-hits a', hits => hits.map(hit => ({
      href: decodeURIComponent(hit.href), text: hit.textContent,
      title: (hit.querySelector('.title') || hit.querySelector('.where'))
        .textContent,
      marks: [...hit.querySelectorAll('mark')].map(mark => mark.textContent),
    })));
  };

  /* Characters, or words, from the middle of a paragraph's sentence. */
  const phrase = (page, edition) => page.$$eval('main > p', (list, zh) => {
    const inside = zh ? /[\u4e00-\u9fff]{9,}/ : /[a-z]+(?: [a-z]+){6,}/;
    for (const p of list) {
      const run = p.querySelector('code, sup') ? null : p.textContent.match(inside);
      if (run && p.textContent.length > 60) return zh ? run[0].slice(2, 8)
        : run[0].split(' ').slice(1, 7).join(' ');
    }
    return null;
  }, edition === 'zh');

  const finds = (name, edition) => ({
    name: `${name}: a phrase from the middle of a sentence is found`,
    async run() {
      const page = await open(book, name);
      const words = await phrase(page, edition);
      if (words) {
        const hits = await ask(page, words);
        const hit = hits.find(one => one.href.includes('/' + name + '#'));
        claim(hit, `"${words}" is not found in its own page`,
          `build/book/${name}:1`);
        claim(hit.title.trim(), 'a result without a title');
        claim(hit.marks.join('').replace(/\s/g, '')
          .includes(words.replace(/\s/g, '')),
        `"${words}" is not marked: ${hit.marks}`);
        claim(hit.text.length > hit.title.length + words.length + 5,
          'a result without its surroundings');
      }
      same(page.wrong, [], 'the page complains');
      await page.done();
    },
  });

  const start = lessons('en').find(name => /loop/.test(name)) || lessons('en')[0];
  const with_page = (name, act, of = start) => ({
    name, async run() {
      const page = await open(book, of);
      await act(page);
      same(page.wrong, [], 'the page complains');
      await page.done();
    },
  });

  return [
    ...some(lessons('zh')).map(name => finds(name, 'zh')),
    ...some(lessons('en')).map(name => finds(name, 'en')),

    with_page('a function is found by half of its name', async page => {
      const code = await page.$$eval('main code', list => list
        .map(e => e.textContent).find(text => /^[a-z]+_[a-z]+_[a-z]+$/.test(text)));
      const whole = await ask(page, code);
      claim(whole.length, `${code} is not found`);
      const half = await ask(page, code.slice(0, -2));
      claim(half.length >= whole.length, `${code.slice(0, -2)} is not found`);
      claim(whole[0].marks.includes(code), `${code} is not marked`);
    }),

    with_page('side by side, both languages are found', async page => {
      const zh = await ask(page, '循环');
      const en = await ask(page, 'the loop');
      claim(zh.length && en.length, `循环 ${zh.length}, the loop ${en.length}`);
      claim([...zh, ...en].every(hit => hit.href.includes('/zh-en/')),
        'a result leads to another edition');
    }, start.replace('en/', 'zh-en/')),

    with_page('Chinese is found from an English page', async page => {
      const hits = await ask(page, '循环');
      claim(hits.some(hit => hit.href.includes('/zh/')), 'nothing in zh/');
    }),

    with_page('English that only the other edition has is found, and said so',
      async page => {
        const english = await open(book, start);
        const words = await phrase(english, 'en');
        await english.done();
        const hits = await ask(page, words);
        claim(hits.length && hits[0].href.includes('/en/'), `not in en/: ${words}`);
        claim(/英文版/.test(await page.textContent('.search .count')), 'not said');
      }, start.replace('en/', 'zh/')),

    with_page('what is nowhere is not found, and said so', async page => {
      same((await ask(page, 'zzqxv')).length, 0, 'found for zzqxv');
      claim(/Nothing found/.test(await page.textContent('.search .count')),
        'not said');
    }),

    with_page('arrows choose, Enter opens the place and marks it', async page => {
      const hits = await ask(page, 'deadline');
      await page.keyboard.press('ArrowDown');
      const chosen = await page.$eval('#search-hits [aria-selected=true]',
        hit => decodeURIComponent(hit.href));
      same(chosen, hits[1].href, 'the second is chosen');
      await page.keyboard.press('Enter');
      const file = chosen.split('#')[0];
      await page.waitForURL(url => url.href.startsWith(file));
      await page.waitForFunction(() => CSS.highlights.has('found'));
      const seen = await page.evaluate(() => {
        const [first] = CSS.highlights.get('found');
        const { top } = first.getBoundingClientRect();
        return { text: String(first), top, below: innerHeight };
      });
      same(seen.text.toLowerCase(), 'deadline', 'what is marked');
      claim(seen.top > 0 && seen.top < seen.below, `it stands at ${seen.top}`);
    }),

    with_page('Esc closes, the focus returns, s opens again', async page => {
      await page.focus('.find');
      await ask(page, 'timer');
      await page.keyboard.press('Escape');
      same(await page.locator('dialog.search[open]').count(), 0, 'open windows');
      same(await page.evaluate(() => document.activeElement.className), 'find',
        'the focus');
      await page.keyboard.press('s');
      await page.locator('dialog.search[open]').waitFor();
    }),

    with_page('nothing is loaded before the search is opened', async page => {
      same(await page.$$eval('script[src*=search]', list => list.length), 0,
        'scripts of the search');
    }),
  ];
};
