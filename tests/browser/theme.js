/* Light and dark. */
'use strict';

const { claim, same } = require('./claim');

const paper = page => page.evaluate(() => {
  const [r, g, b] = getComputedStyle(document.documentElement)
    .backgroundColor.match(/\d+/g).map(Number);
  return r + g + b > 380 ? 'light' : 'dark';
});

module.exports = ({ book, all, open, context }) => {
  const lesson = all.find(name => /^en\/.*loop/.test(name))
    || all.find(name => name.split('/').length === 3);
  const other = all.find(name => name.startsWith('zh/'));

  return [
    { name: 'the page follows the system', async run() {
      for (const theme of ['light', 'dark']) {
        const page = await open(book, lesson, { theme });
        same(await paper(page), theme, `the system is ${theme}, the page`);
        await page.emulateMedia({ colorScheme: theme === 'dark' ? 'light' : 'dark' });
        claim(await paper(page) !== theme, 'it stays as it was');
        await page.done();
      }
    } },

    { name: 'the button is remembered, on every page, before the first paint',
      async run() {
        for (const theme of ['light', 'dark']) {
          const own = await context({ colorScheme: theme });
          const page = await open(book, lesson, { context: own });
          await page.click('.theme');
          const chosen = await paper(page);
          claim(chosen !== theme, 'the button does nothing');
          same(await page.getAttribute('.theme', 'aria-pressed'),
            String(chosen === 'dark'), 'aria-pressed');
          for (const name of [lesson, other, 'index.html']) {
            const next = await open(book, name, { context: own });
            same(await paper(next), chosen, `${name} is`);
            await next.close();
          }
          const bare = await own.newPage();
          await bare.route('**/book.js', route => route.abort());
          await bare.goto(page.url());
          same(await paper(bare), chosen, 'before book.js has run, the page is');
          await page.click('.theme');
          same(await paper(page), theme, 'pressed again, the page is');
          await own.close();
        }
      } },

    { name: 'paper is light', async run() {
      const page = await open(book, lesson, { theme: 'dark' });
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      same(await paper(page), 'light', 'printed, the page');
      await page.done();
    } },
  ];
};
