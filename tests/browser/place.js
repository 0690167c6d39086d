/* The switch of language keeps the place. */
'use strict';

const { claim, same } = require('./claim');

const ANCHORS = 'main :is(h2, h3, .listing, .question, figure.figure)[id]';
const clean = async page => page.waitForFunction(() => !location.hash.includes('~'));

module.exports = ({ book, long, all, open }) => {
  const lessons = all.filter(name => name.startsWith('en/')
    && name.split('/').length === 3);
  const chosen = long ? lessons
    : lessons.filter(name => /\/(loop|closing)\./.test(name)).slice(0, 1)
      .concat(lessons.slice(0, 1));

  const follow = async (page, edition) => {
    const link = page.locator('.edition').nth(['zh', 'en', 'zh-en'].indexOf(edition));
    await link.click();
    await page.waitForURL(url => url.href.includes(`/book/${edition}/`)
      || url.href.includes(`/${edition}/`));
    await page.waitForLoadState('load');
    await clean(page);
    await page.waitForTimeout(60);
  };
  const top = (page, id) => page.evaluate(name =>
    document.getElementById(name).getBoundingClientRect().top, id);

  const anchors = name => ({
    name: `${name}: each heading and listing stays where it is in the window`,
    async run() {
      const page = await open(book, name, { height: 800 });
      const ids = await page.$$eval(ANCHORS, list => list
        .filter(e => e.getBoundingClientRect().height
          && scrollY + e.getBoundingClientRect().top > 300
          && scrollY + e.getBoundingClientRect().top
            < document.documentElement.scrollHeight - 900).map(e => e.id));
      const some = long ? ids.filter((_, i) => i % 4 === 0)
        : ids.filter((_, i) => i % Math.ceil(ids.length / 3) === 0);
      for (const [i, id] of some.entries()) {
        const edition = ['zh', 'zh-en', 'en'][i % 3];
        const from = await open(book, i % 3 === 2 ? name.replace('en/', 'zh/')
          : name, { height: 800 });
        const eye = await from.evaluate(at => {
          const line = Math.round(book.under()
            + (innerHeight - book.under()) * .25);
          scrollTo(0, scrollY - line
            + document.getElementById(at).getBoundingClientRect().top);
          return line;
        }, id);
        await follow(from, edition);
        const y = await top(from, id);
        claim(Math.abs(y - eye) < 4,
          `#${id} stood at ${eye}, in ${edition} at ${y}`);
        same(from.wrong, [], 'the page complains');
        await from.done();
      }
      await page.done();
    },
  });

  return [
    ...chosen.map(anchors),

    { name: 'deep inside a long section, as much of it has been read',
      async run() {
        const name = lessons.find(one => /loop/.test(one)) || lessons[0];
        const page = await open(book, name, { height: 300 });
        const at = await page.evaluate(() => {
          const list = [...document.querySelectorAll('main .listing')]
            .sort((a, b) => b.offsetHeight - a.offsetHeight);
          scrollTo(0, scrollY + list[0].getBoundingClientRect().top
            + list[0].offsetHeight * .5);
          const all = [...document.querySelectorAll('main .listing')];
          return [all.indexOf(list[0]), list[0].getBoundingClientRect().top];
        });
        await follow(page, 'zh');
        const y = await page.evaluate(i =>
          document.querySelectorAll('main .listing')[i]
            .getBoundingClientRect().top, at[0]);
        claim(Math.abs(y - at[1]) < 40,
          `the listing began at ${at[1]}, and now at ${y}`);
        await page.done();
      } },

    { name: 'there and back again is the same place, answers stay open',
      async run() {
        const name = lessons.find(one => /timers/.test(one)) || lessons[0];
        const page = await open(book, name, { height: 800 });
        const choice = page.locator('details.choice').first();
        await choice.locator('summary').click();
        const before = await choice.evaluate(e => e.getBoundingClientRect().top);
        for (const edition of ['zh', 'zh-en', 'en']) {
          await follow(page, edition);
          claim(await choice.evaluate(e => e.open), `closed in ${edition}`);
        }
        const after = await choice.evaluate(e => e.getBoundingClientRect().top);
        claim(Math.abs(after - before) < 120, `from ${before} to ${after}`);
        await page.done();
      } },

    { name: 'from the top of a page to the top of a page', async run() {
      const page = await open(book, lessons[0]);
      await follow(page, 'zh');
      same(await page.evaluate(() => [scrollY, location.hash]), [0, ''], 'place');
      await page.done();
    } },
  ];
};
