/* The keyboard, the clipboard, and what is folded. */
'use strict';

const { claim, same } = require('./claim');

module.exports = ({ book, all, open, context }) => {
  const lessons = all.filter(name => name.startsWith('en/')
    && name.split('/').length === 3);
  const lesson = lessons.find(name => /loop/.test(name)) || lessons[0];

  /* A page with SELECTOR on it. */
  const having = async (selector, own) => {
    for (const name of [lesson, ...lessons]) {
      const page = await open(book, name, { context: own });
      if (await page.locator(selector).count()) return page;
      await page.done();
    }
    throw new Error(`no page has ${selector}`);
  };

  const on = (name, act, of = lesson) => ({ name, async run() {
    const page = await open(book, of);
    await act(page);
    same(page.wrong, [], 'the page complains');
    await page.done();
  } });

  /* What is copied, asked of the clipboard. */
  const copied = async (page, selector) => {
    const figure = page.locator(selector).first();
    await figure.scrollIntoViewIfNeeded();
    await figure.locator('.copy').focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('.copy.done'));
    return page.evaluate(() => navigator.clipboard.readText());
  };

  return [
    /* One test: the clipboard is there only once. */
    { name: 'copied: commands without prompt and output, code as it is, of a '
      + 'difference the new program', async run() {
      const own = await context({ permissions: ['clipboard-read', 'clipboard-write'] });
      const page = await having('.console .command', own);
      const commands = await page.$eval('.console:has(.command)', figure =>
        [...figure.querySelectorAll('.command')].map(e => e.textContent));
      same(await copied(page, '.console:has(.command)'),
        commands.map(command => command + '\n').join(''), 'commands');

      const code = await having('.listing:not(.diff)', own);
      same(await copied(code, '.listing:not(.diff)'),
        await code.$eval('.listing:not(.diff) code', e => e.textContent), 'code');

      const other = await having('.listing.diff', own);
      const text = await copied(other, '.listing.diff');
      const [gone, fresh] = await other.$eval('.listing.diff', figure =>
        ['gone', 'new'].map(kind => [...figure.querySelectorAll('.row.' + kind)]
          .map(row => row.textContent.slice(2))));
      claim(fresh.every(row => text.includes(row)), 'a new line is not copied');
      claim(!/^[−+] /m.test(text), 'a mark is copied');
      claim(gone.filter(row => row.trim().length > 12)
        .every(row => !text.includes(row) || fresh.includes(row)),
      'a removed line is copied');
      await own.close();
    } },

    on('the first Tab skips to the text', async page => {
      await page.keyboard.press('Tab');
      const box = await page.locator('.skip').boundingBox();
      claim(box && box.height > 20, 'the link is not seen');
      await page.keyboard.press('Enter');
      same(await page.evaluate(() => document.activeElement.id), 'text', 'focus');
    }),

    on('every stop of Tab is seen: an outline, and nothing over it', async page => {
      for (let i = 0; i < 40; i++) {
        await page.keyboard.press('Tab');
        const stop = await page.evaluate(() => {
          const at = document.activeElement;
          if (at === document.body) return null;
          const { left, top, right, bottom } = at.getBoundingClientRect();
          const covers = document.elementFromPoint(
            (Math.max(0, left) + Math.min(innerWidth, right)) / 2,
            (Math.max(0, top) + Math.min(innerHeight, bottom)) / 2);
          return { name: at.outerHTML.slice(0, 80), top, bottom, high: innerHeight,
            outline: parseFloat(getComputedStyle(at).outlineWidth),
            covered: !(covers && (at.contains(covers) || covers.contains(at))) };
        });
        if (!stop) break;
        claim(stop.outline >= 2, `no outline: ${stop.name}`);
        claim(stop.bottom > 0 && stop.top < stop.high, `not in sight: ${stop.name}`);
        claim(!stop.covered, `covered: ${stop.name}`);
      }
    }),

    on('n and p turn the page, and not while a word is typed', async page => {
      const next = await page.getAttribute('.turn[rel=next]', 'href');
      await page.keyboard.press('n');
      await page.waitForURL('**/' + next.replace(/^(\.\.\/)+/, ''));
      await page.keyboard.press('p');
      await page.waitForURL('**/' + lesson);
      await page.keyboard.press('/');
      await page.locator('dialog.search[open]').waitFor();
      await page.keyboard.type('nps/');
      same(await page.inputValue('#search-field'), 'nps/', 'typed');
    }),

    { name: 'single keys can be switched off, and Ctrl-K still searches',
      async run() {
        const own = await context({});
        const page = await open(book, lesson, { context: own });
        await page.keyboard.press('/');
        await page.locator('#search-keys').uncheck();
        await page.keyboard.press('Escape');
        const again = await open(book, lesson, { context: own });
        for (const key of ['/', 's', 'n', 'p', 't']) await again.keyboard.press(key);
        await again.waitForTimeout(100);
        same(await again.locator('dialog.search[open]').count(), 0, 'open windows');
        claim(again.url() === page.url(), 'the page was turned');
        await again.keyboard.press('Control+k');
        await again.locator('dialog.search[open]').waitFor();
        await own.close();
      } },

    { name: 'answers are folded, by key unfolded, and unfolded on paper',
      async run() {
        const page = await having('details.choice');
        same(await page.locator('main details[open]').count(), 0, 'open answers');
        await page.locator('details.choice summary').first().focus();
        await page.keyboard.press('Enter');
        claim(await page.locator('details.choice .why').first().isVisible(),
          'the answer is not seen');
        await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
        same(await page.locator('main details:not([open])').count(), 0,
          'folded on paper');
        await page.evaluate(() => dispatchEvent(new Event('afterprint')));
        same(await page.locator('main details[open]').count(), 1, 'open after it');
        await page.done();
      } },

    { name: 'without scripts the page is whole', async run() {
      const own = await context({ javaScriptEnabled: false });
      const page = await open(book, lesson, { context: own });
      claim(await page.locator('main h1').isVisible(), 'no text');
      for (const dead of ['.find', '.theme', '.copy'])
        same(await page.locator(dead + ':visible').count(), 0, `${dead} seen`);
      await own.close();
    } },
  ];
};
