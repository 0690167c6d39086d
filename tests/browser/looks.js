/* Every chosen page, in both themes and three widths: nothing sticks out of
   the window, and axe finds nothing against WCAG 2.2 AA. */
'use strict';

const axe = require.resolve('axe-core/axe.min.js');
const { claim, same } = require('./claim');

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
  'best-practice'];

async function judged(page, name, only) {
  if (!await page.evaluate(() => !!window.axe)) await page.addScriptTag({ path: axe });
  const found = await page.evaluate(wanted => window.axe.run(document,
    { runOnly: wanted, resultTypes: ['violations'] })
    .then(result => result.violations.flatMap(rule => rule.nodes.map(node =>
      `${rule.id}: ${node.target.join(' ')}: `
      + (node.any[0] || node.all[0] || node.none[0] || rule).message))),
  only || RULES);
  claim(!found.length, `${found.length} faults, the first: ${found[0]}`,
    `build/book/${name}:1`);
}

module.exports = ({ book, chosen, all, open }) => {
  const reflow = name => ({
    name: `${name}: nothing sticks out at 320, 768 and 1440 pixels`,
    async run() {
      const page = await open(book, name);
      for (const width of [320, 768, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        const out = wide > width && await page.evaluate(edge =>
          [...document.querySelectorAll('body *')].filter(e =>
            e.getBoundingClientRect().right > edge && !e.closest('pre, .scroll'))
            .map(e => e.outerHTML.slice(0, 70)).pop(), width);
        claim(wide <= width, `${wide} pixels wide at ${width}: ${out}`,
          `build/book/${name}:1`);
      }
      same(page.wrong, [], 'the page complains');
      await page.done();
    },
  });

  /* The other theme has other colours only. */
  const looks = (name, i) => ({
    name: `${name}: axe, light and dark`,
    async run() {
      const [theme, other] = i % 2 ? ['light', 'dark'] : ['dark', 'light'];
      const page = await open(book, name, { theme, width: i % 3 ? 1280 : 320 });
      await judged(page, name);
      await page.emulateMedia({ colorScheme: other });
      await judged(page, name, ['color-contrast']);
      await page.done();
    },
  });

  const searching = theme => ({
    name: `the search's window: axe, ${theme}`,
    async run() {
      const name = all.find(one => /^zh\/.*loop/.test(one))
        || all.find(one => one.startsWith('zh/'));
      const page = await open(book, name, { theme, width: 320 });
      await page.keyboard.press('/');
      await page.fill('#search-field', '循环');
      await page.waitForSelector('#search-hits a');
      await judged(page, name);
      claim(await page.evaluate(() => document.documentElement.scrollWidth) <= 320,
        'it sticks out at 320 pixels');
      await page.done();
    },
  });

  return [
    ...chosen.map(reflow),
    ...['light', 'dark'].map(searching),
    ...chosen.map(looks),
  ];
};
