/* One browser for all tests; a page opened the way a reader opens it, from a
   file, with what it says and asks for written down. */
'use strict';

const { chromium } = require('playwright-core');
const { pathToFileURL } = require('url');
const path = require('path');

let browser;

async function start(executable) {
  browser = await chromium.launch({ executablePath: executable,
    args: ['--disable-dev-shm-usage', ...process.getuid && process.getuid() === 0
      ? ['--no-sandbox'] : []] });
}

const stop = () => browser && browser.close();

/* Opens build/book/NAME. Errors and requests that leave the folder are kept
   in page.wrong. */
async function open(book, name, { theme = 'light', width = 1280, height = 900,
  context } = {}) {
  const own = context || await browser.newContext({ colorScheme: theme,
    viewport: { width, height }, reducedMotion: 'reduce' });
  const page = await own.newPage();
  page.wrong = [];
  page.on('pageerror', error => page.wrong.push(error.message));
  page.on('console', said => {
    if (said.type() === 'error') page.wrong.push(said.text());
  });
  page.on('request', request => {
    if (!/^(file|data|blob|about):/.test(request.url()))
      page.wrong.push('asks for ' + request.url());
  });
  const [file, ...hash] = name.split('#');
  const url = pathToFileURL(path.resolve(book, file)).href;
  await page.goto([url, ...hash].join('#'));
  page.done = () => context ? page.close() : own.close();
  return page;
}

const context = options => browser.newContext(options);

module.exports = { start, stop, open, context };
