/* The player: a recording of a run (tools/trace/trace.h), one step at a time.
   This file reads the recording. */
'use strict';

const player = {};

player.MOST = 4000;     /* steps; each keeps the state of the whole loop */

/* What is wrong with a file: the key of a sentence, and its names. */
player.Trouble = class extends Error {
  constructor(key, names = {}) {
    super(key);
    this.key = key;
    this.names = names;
  }
};

const kinds = new Set(['call', 'back', 'task', 'gone', 'ready', 'unready',
  'run', 'ran', 'print']);

function event(line, number) {
  const [seconds, turn, stack, lab, kind, subject, ...details] =
    line.split('\t');
  const numbers = [seconds, turn, stack].map(Number);
  if (subject === undefined || !kinds.has(kind) || seconds === ''
      || !numbers.every(n => n >= 0 && n < 1e9)
      || kind === 'task' && !(details.length && Number(subject) > 0)
      || (kind === 'ready' || kind === 'run') && details.length !== 2)
    throw new player.Trouble('line', { line: number });
  return { seconds: numbers[0], turn: numbers[1], stack: numbers[2], lab,
    kind, subject, details };
}

/* The events of a recording. */
player.read = function (text) {
  if (/^\s*$/.test(text)) throw new player.Trouble('empty');
  if (/^\s*[<{[]/.test(text)) throw new player.Trouble('picture');
  if (!/^\s*(#.*\r?\n)*[\d.]+\t\d+\t\d+\t/.test(text))
    throw new player.Trouble('other');
  const lines = text.split(/\r?\n/), events = [];
  const whole = lines.pop();    /* cut in the middle: the program was killed */
  lines.forEach((line, i) => {
    if (line && line[0] !== '#') events.push(event(line, i + 1));
  });
  if (whole && !events.length) throw new player.Trouble('line', { line: 1 });
  return events;
};

/* What is called what, as far as the recording has been read. */
player.Names = class {
  constructor() {
    this.stacks = new Map();
    this.used = new Map();
    this.owners = new Map();
    this.functions = new Map();
  }

  born(number, name) {
    const count = (this.used.get(name) || 0) + 1;
    this.used.set(name, count);
    this.stacks.set(number, count > 1 ? name + ' ' + count : name);
  }

  set(handle, fn, stack) {
    this.owners.set(handle, stack);
    this.functions.set(handle, fn);
  }

  task(number) { return this.stacks.get(number) || 'main()'; }

  callback(handle, fn, argument) {
    if (fn === 'step' && Number(argument))
      return this.task(Number(argument));
    const owner = this.stacks.get(this.owners.get(handle));
    return owner ? fn + ' (' + owner + ')' : fn;
  }

  timer(handle) {
    return this.callback(handle, this.functions.get(handle) || '?', 0);
  }
};

player.unescape = text => text.replace(/\\([\\nrt])/g,
  (_, c) => ({ '\\': '\\', n: '\n', r: '\r', t: '\t' }[c]));
