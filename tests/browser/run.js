/* Runs the tests of the pages. What it prints is for tools/check_browser.py:
   a line of JSON for each test, with what was found if it did not hold.

   usage: node run.js BOOK CHROMIUM [long] [NAME-OF-A-FILE...] */
'use strict';

const fs = require('fs');
const path = require('path');
const browser = require('./browser');

const [book, executable, ...rest] = process.argv.slice(2);
const long = rest.includes('long');
const only = rest.filter(word => word !== 'long');
const AT_ONCE = 2;
const PATIENCE = 60000;

function pages(folder, below = '') {
  return fs.readdirSync(path.join(folder, below), { withFileTypes: true })
    .flatMap(entry => {
      const name = path.posix.join(below, entry.name);
      if (entry.isDirectory()) return pages(folder, name);
      return name.endsWith('.html') ? [name] : [];
    }).sort();
}

/* The first page of each kind there is. */
function samples(all) {
  const kinds = [/^index/, /^en\/index/, /^zh\/.*\/opening/, /^en\/.*\/loop/,
    /^zh-en\/.*\/timers/, /^zh-en\/.*\/glossary/, /^zh\/.*\/gather/,
    /^en\/.*\/yours/];
  const found = kinds.map(kind => all.find(name => kind.test(name)));
  const named = found.filter(Boolean);
  return named.length > 3 ? named : all;
}

/* file:line of the claim that did not hold. */
function placeOf(error) {
  const line = (error.stack || '').split('\n')
    .find(one => one.includes(__dirname) && !one.includes('claim.js') && !one.includes('node_modules'));
  const found = line && line.match(/([^/(]+\.js):(\d+):\d+\)?$/);
  return found ? `tests/browser/${found[1]}:${found[2]}` : 'tests/browser/run.js:1';
}

async function judge(test) {
  const record = { name: test.name };
  let timer;
  try {
    const late = new Promise((_, fail) => {
      timer = setTimeout(() => fail(new Error('took too long')), PATIENCE);
    });
    await Promise.race([test.run(), late]);
  } catch (error) {
    record.where = error.where || placeOf(error);
    record.found = String(error.message).split('\n').slice(0, 3).join(' ');
  }
  clearTimeout(timer);
  process.stdout.write(JSON.stringify(record) + '\n');
}

async function main() {
  const all = pages(book);
  const chosen = long ? all : samples(all);
  const files = only.length ? only : ['search', 'place', 'theme', 'keys', 'player',
    'looks'];
  await browser.start(executable);
  const tests = files.flatMap(name =>
    require(`./${name}.js`)({ book, long, all, chosen, ...browser }));
  const worker = async () => {
    for (let test = tests.shift(); test; test = tests.shift()) await judge(test);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await browser.stop();
}

main().catch(error => {
  process.stderr.write(error.stack + '\n');
  process.exit(1);
});
