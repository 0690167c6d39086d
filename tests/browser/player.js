/* The player: by key, spoken, predicted, and of a recording of one's own. */
'use strict';

const fs = require('fs');
const path = require('path');
const { claim, same } = require('./claim');

const recording = name => path.join(__dirname, '../../chapters', name);
const GATHER = '2-concurrency/gather.html';
const OWN = 'appendices/yours.html';

module.exports = ({ book, open, context }) => {
  const spoken = page => page.textContent('.live');
  const place = async page => Number((await page.textContent(
    '.stage .place')).match(/\d+/)[0]);
  const list = (page, panel) => page.$$eval(`.panel.${panel} li:not(.quiet)`,
    all => all.map(node => node.textContent.trim()));
  const focus = page => page.locator('.stage').first().focus();
  const press = async (page, ...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  /* From here on nothing is asked. */
  const quiet = page => page.locator('.guess input').first().uncheck();

  const on = (name, act, of = 'en/' + GATHER) => ({ name, async run() {
    const page = await open(book, of);
    await page.locator('.stage, .door').first().waitFor();
    await act(page);
    same(page.wrong, [], 'the page complains');
    await page.done();
  } });

  /* Hands a file to the page, by the button. */
  const give = (page, name, text) => page.setInputFiles('.door input',
    { name, mimeType: 'text/plain', buffer: Buffer.from(text) });

  const refuses = (name, file, text, words) => on(
    `a file that is no recording, ${name}: a sentence that says what to do`,
    async page => {
      await give(page, file, text);
      await page.locator('.said.wrong').waitFor();
      const said = await page.textContent('.said');
      claim(words.test(said) && said.includes(file), said);
      same(await page.locator('.stage').count(), 0, 'players');
    }, 'en/' + OWN);

  return [
    on('→ ← Home End and Space go where they say', async page => {
      await quiet(page);
      await focus(page);
      await press(page, 'ArrowRight', 'ArrowRight', 'Space');
      same(await place(page), 4, 'three on');
      await press(page, 'ArrowLeft');
      same(await place(page), 3, 'one back');
      await press(page, 'End');
      const end = await place(page);
      claim(end > 40, `the end is at ${end}`);
      await press(page, 'ArrowRight');
      same(await place(page), end, 'behind the end');
      await press(page, 'Home');
      same(await place(page), 1, 'the beginning');
      await press(page, 'ArrowLeft');
      same(await place(page), 1, 'before the beginning');
    }),

    on('the buttons and the slider do the same', async page => {
      await quiet(page);
      await page.click('.go-next');
      await page.click('.go-next');
      await page.click('.go-back');
      same(await place(page), 2, 'two on, one back');
      await page.locator('.go-last').focus();
      await press(page, 'Enter');
      const end = await place(page);
      same(await page.getAttribute('.go-last', 'aria-disabled'), 'true', 'off');
      same(await page.evaluate(() => document.activeElement.className),
        'go go-last', 'focus at the end');
      await page.locator('.stage input[type=range]').focus();
      await press(page, 'ArrowLeft');
      same(await place(page), end - 1, 'by the slider');
      same(await page.getAttribute('.stage input[type=range]',
        'aria-valuetext'), `Step ${end - 1} of ${end}`, 'spoken');
      await page.click('.go-first');
      await page.locator('.go-next').focus();
      await press(page, 'Space');
      same(await place(page), 2, 'Space on a button is one step');
    }),

    on('what is shown is what was recorded', async page => {
      await quiet(page);
      await focus(page);
      while (!/sleeps in select/.test(await spoken(page)))
        await press(page, 'ArrowRight');
      same(await list(page, 'ready'), [], 'ready queue');
      same(await list(page, 'timers'), ['wake_up (hello) due at 1 s',
        'wake_up (hello 2) due at 1 s'], 'timers');
      same(await list(page, 'tasks'), ['○ main waits for gather',
        '○ hello waits for sleep', '○ hello 2 waits for sleep'], 'tasks');
      same(await page.textContent('.panel.runs .who'), 'the loop, in select',
        'who runs');
      await press(page, 'End');
      same(await list(page, 'timers'), [], 'timers at the end');
      claim((await list(page, 'tasks')).every(text => / over$/.test(text)),
        'all are over');
      claim(/\['Bob', 'Alice'\]/.test(await page.textContent('.printed')),
        'nothing is printed');
    }),

    on('each step has a sentence, in which nothing is left to fill in',
      async page => {
        await quiet(page);
        await focus(page);
        const said = new Set();
        for (let last = 0; last !== await place(page);) {
          last = await place(page);
          const sentence = await spoken(page);
          claim(sentence.length > 10 && !/[{}]|undefined|NaN/.test(sentence),
            sentence);
          said.add(sentence);
          await press(page, 'ArrowRight');
        }
        claim(said.size > 20, `${said.size} sentences`);
      }, 'zh-en/3-networking/wget.html'),

    on('predict first: asks, takes a digit, says whether it is so',
      async page => {
        await focus(page);
        while (!await page.locator('.option').count())
          await press(page, 'ArrowRight');
        const before = await place(page);
        claim(/who runs next/.test(await spoken(page)), 'no question');
        claim(/1 hello/.test(await spoken(page)), 'choices are not spoken');
        const names = await page.$$eval('.option', all => all.map(
          node => node.textContent.slice(2)));
        await press(page, String(names.indexOf('hello') + 1));
        same(await place(page), before + 1, 'step');
        claim(/^Yes\./.test(await spoken(page)), await spoken(page));
        await press(page, 'ArrowLeft', 'ArrowRight');
        same(await page.locator('.option').count(), 0, 'asks twice');
      }),

    on('predict first: a wrong guess is told, and the question can be left',
      async page => {
        await focus(page);
        while (!await page.locator('.option').count())
          await press(page, 'ArrowRight');
        await press(page, 'ArrowLeft');
        same(await page.locator('.option').count(), 0, 'questions');
        await press(page, 'ArrowRight');
        await page.locator('.option', { hasText: 'nobody' }).focus();
        await press(page, 'Enter');
        claim(/^No\./.test(await spoken(page)), await spoken(page));
        claim(await page.evaluate(() =>
          document.activeElement.matches('.stage')), 'the focus is lost');
      }),

    on('steps are spoken politely, whole, in the language of the page',
      async page => {
        same(await page.getAttribute('.live', 'aria-live'), 'polite', 'live');
        same(await page.getAttribute('.live', 'aria-atomic'), 'true', 'whole');
        claim(/创建了任务/.test(await spoken(page)), await spoken(page));
        same(await page.evaluate(() => document.activeElement.tagName),
          'BODY', 'the focus of a page that was just opened');
      }, 'zh/' + GATHER),

    { name: 'less motion: what is new does not fade', async run() {
      for (const [reducedMotion, wanted] of [['reduce', 'none'],
        ['no-preference', 'fresh']]) {
        const own = await context({ reducedMotion });
        const page = await open(book, 'en/' + GATHER, { context: own });
        same(await page.$eval('.panel.ready .fresh', node =>
          getComputedStyle(node).animationName), wanted, reducedMotion);
        await own.close();
      }
    } },

    { name: 'without scripts a timeline stands there', async run() {
      const own = await context({ javaScriptEnabled: false });
      const page = await open(book, 'en/' + GATHER, { context: own });
      claim(await page.locator('.player svg').isVisible(), 'no timeline');
      same(await page.locator('.player .place:visible').count(), 0, 'a hole');
      const other = await open(book, 'en/' + OWN, { context: own });
      claim(/build\/trace/.test(await other.textContent('.player')),
        'nothing is said');
      await own.close();
    } },

    on('a recording of one\'s own: the same player, and nothing is sent',
      async page => {
        await give(page, 'mine.tsv', fs.readFileSync(recording(
          '3-networking/recordings/wget.tsv')));
        await page.locator('.stage').waitFor();
        same(await page.textContent('.said'), 'mine.tsv: 107 steps.', 'said');
        claim(await page.evaluate(() =>
          document.activeElement.matches('.stage')), 'no focus');
        await quiet(page);
        await focus(page);
        await press(page, 'ArrowRight');
        same(await place(page), 2, 'by key');
      }, 'en/' + OWN),

    on('a recording can be dropped on the page', async page => {
      const text = fs.readFileSync(recording(
        '1-basics/recordings/hello.tsv'), 'utf8');
      await page.evaluate(content => {
        const data = new DataTransfer();
        data.items.add(new File([content], 'hello.tsv'));
        document.body.dispatchEvent(new DragEvent('drop',
          { dataTransfer: data, bubbles: true, cancelable: true }));
      }, text);
      await page.locator('.stage').waitFor();
      claim(/hello\.tsv/.test(await page.textContent('.said')), 'said');
    }, 'en/' + OWN),

    on('a program that was killed left half a line: the rest is shown',
      async page => {
        const text = fs.readFileSync(recording(
          '1-basics/recordings/hello.tsv'), 'utf8');
        await give(page, 'half.tsv', text.slice(0, 1500));
        await page.locator('.stage').waitFor();
      }, 'en/' + OWN),

    refuses('empty', 'a.tsv', '', /is empty.*make trace again/),
    refuses('the picture', 'a.svg', '<svg></svg>', /ends in \.tsv/),
    refuses('the one for Perfetto', 'a.json', '{"traceEvents": []}',
      /ends in \.tsv/),
    refuses('another table', 'a.tsv', 'a\tb\n1\t2\n', /not a recording/),
    refuses('a broken line', 'a.tsv', '0.0\t0\t0\trun\tcall\tasync_run\n'
      + 'rubbish\n', /line 2/),
    refuses('bytes', 'a.bin', '\0\u0001\u0002', /not a recording/),
    refuses('of no loop', 'a.tsv', '0.0\t0\t0\trun\tcall\tasync_run\n',
      /nothing that could be shown/),
  ];
};
