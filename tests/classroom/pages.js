/* The pages of a graded class in Chromium: nothing sticks out of the window,
   and axe finds nothing against WCAG 2.2 AA, light and dark.

   node tests/classroom/pages.js FOLDER CHROMIUM PAGE... */
'use strict';

const path = require('path');
process.chdir(path.join(__dirname, '../browser'));
const browser = require('../browser/browser');
const axe = require.resolve('../browser/node_modules/axe-core/axe.min.js');

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
  'best-practice'];
const WIDTHS = [320, 800, 1440];

const faults = (page, rules) => page.evaluate(only => window.axe.run(
  document, { runOnly: only, resultTypes: ['violations'] })
  .then(found => found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${node.target.join(' ')}`))), rules);

async function look(folder, name) {
  const found = [];
  const page = await browser.open(folder, name, { width: 320 });
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth);
    if (wide > width) found.push(`${wide} pixels wide at ${width}`);
  }
  await page.addScriptTag({ path: axe });
  found.push(...await faults(page, RULES));
  await page.emulateMedia({ colorScheme: 'dark' });
  found.push(...await faults(page, ['color-contrast']));
  found.push(...page.wrong);
  await page.done();
  console.log(JSON.stringify({ page: name, found: found.slice(0, 5) }));
}

async function main() {
  const [folder, chromium, ...pages] = process.argv.slice(2);
  await browser.start(chromium);
  for (const name of pages) await look(folder, name);
  await browser.stop();
}

main().catch(error => {
  process.stderr.write(error.stack + '\n');
  process.exit(1);
});
