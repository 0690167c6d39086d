/* One player on the page: it shows a step, and goes to others. */
'use strict';

function made(name, names = '', ...inside) {
  const node = document.createElement(name);
  if (names) node.className = names;
  node.append(...inside);
  return node;
}

const marks = { new: '+', ready: '●', running: '▶', waiting: '○', over: '■' };
const seconds = value => String(Math.round(value * 1000) / 1000);

player.Show = class {
  constructor(run, name) {
    this.run = run;
    this.name = name;
    this.at = 0;
    this.asked = new Set();     /* steps whose question was answered */
    this.root = made('div', 'stage');
    this.root.tabIndex = 0;
    this.root.setAttribute('role', 'group');
    this.root.setAttribute('aria-label', player.plain('player', { name }));
    this.root.append(this.head(), this.line(), this.panels(), this.foot());
    this.root.addEventListener('keydown', event => this.key(event));
    this.show();
  }

  /* ---- what it is made of ---- */

  head() {
    this.place = made('p', 'place');
    this.slider = made('input');
    Object.assign(this.slider, { type: 'range', min: 1, value: 1,
      max: this.run.steps.length });
    this.slider.setAttribute('aria-label', player.plain('slider'));
    this.slider.addEventListener('input', () => {
      this.go(Number(this.slider.value) - 1);
    });
    this.first = this.button('first', '«', () => this.go(0));
    this.before = this.button('back', '‹', () => this.go(this.at - 1));
    this.after = this.button('next', '›', () => this.forward());
    this.last = this.button('last', '»', () => this.go(Infinity));
    this.guess = made('input');
    Object.assign(this.guess, { type: 'checkbox', checked: true });
    this.guess.addEventListener('change', () => this.ask(null));
    const label = made('label', 'guess', this.guess, ' ',
      player.say(made('span'), 'predict'));
    const buttons = made('div', 'buttons', this.first, this.before, this.after,
      this.last);
    return made('div', 'head', this.place, made('div', 'controls', buttons,
      this.slider, label));
  }

  button(key, mark, act) {
    const sign = made('span', 'sign', mark);
    sign.setAttribute('aria-hidden', 'true');
    const words = player.say(made('span'), key);
    const node = made('button', 'go go-' + key, ...(/next|last|skip/.test(key)
      ? [words, ' ', sign] : [sign, ' ', words]));
    node.type = 'button';
    node.addEventListener('click', act);
    return node;
  }

  /* What is spoken: the sentence, and before a step the question. */
  line() {
    this.why = made('p', 'sentence');
    this.question = made('div', 'guesses');
    this.question.hidden = true;
    const live = made('div', 'live', this.why);
    live.setAttribute('aria-live', 'polite');
    live.setAttribute('aria-atomic', 'true');
    return made('div', 'told', live, this.question);
  }

  panel(key, list) {
    const title = player.say(made('p', 'name'), key);
    return made('div', 'panel ' + key, title, list);
  }

  panels() {
    this.runs = made('p', 'who');
    this.lists = { ready: made('ol'), timers: made('ul'), fds: made('ul'),
      tasks: made('ul') };
    this.printed = made('pre', 'printed');
    const panels = made('div', 'panels', this.panel('runs', this.runs));
    for (const key of Object.keys(this.lists))
      panels.append(this.panel(key, this.lists[key]));
    this.printed.tabIndex = 0;
    panels.append(this.panel('output', this.printed));
    return panels;
  }

  foot() {
    const foot = made('div', 'foot', player.say(made('p', 'keys'), 'keys'));
    if (this.run.more)
      foot.prepend(player.say(made('p', 'cut'), 'cut',
        { steps: this.run.steps.length }));
    return foot;
  }

  /* ---- where it goes ---- */

  go(at) {
    const last = this.run.steps.length - 1;
    this.at = Math.max(0, Math.min(last, at));
    this.ask(null);
    this.show();
  }

  forward() {
    const next = this.run.steps[this.at + 1];
    if (next && next.asks && this.guess.checked && this.question.hidden
        && !this.asked.has(this.at + 1)) this.ask(next);
    else this.go(this.at + 1);
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const on = event.target, range = on === this.slider;
    const moves = { ArrowRight: () => this.forward(),
      ArrowLeft: () => this.question.hidden ? this.go(this.at - 1)
        : this.go(this.at),
      Home: () => this.go(0), End: () => this.go(Infinity),
      ' ': () => this.forward() };
    const choice = this.question.hidden ? null
      : this.question.querySelectorAll('.option')[Number(event.key) - 1];
    if (choice) {
      event.preventDefault();
      choice.click();
      return;
    }
    if (!moves[event.key] || range && event.key !== ' '
        || event.key === ' ' && on.matches('button, input[type=checkbox]'))
      return;
    event.preventDefault();
    moves[event.key]();
  }

  /* ---- predict first ---- */

  /* Ask who runs in that step; null: ask nothing. */
  ask(step) {
    const had = this.question.contains(document.activeElement);
    this.question.hidden = !step;
    this.question.replaceChildren();
    if (step) {
      player.say(this.why, 'who_next');
      for (const name of this.choices(step))
        this.question.append(this.choice(name, step));
      this.why.append(made('span', 'sr', ' ' + [...this.question.children].map(
        node => node.textContent).join('; ')));
      this.question.append(this.button('skip', '›', () => this.answer('')));
    } else if (had) this.root.focus();
  }

  choices(step) {
    const now = this.run.steps[this.at];
    const names = new Set([...now.tasks.filter(task => task.state !== 'over')
      .map(task => task.name), ...now.queue]);
    if (step.asks !== 'select') names.add(step.asks);
    const shown = [...names].sort();
    while (shown.length > 4)
      shown.splice(shown.findIndex(name => name !== step.asks), 1);
    return [...shown, 'select'];
  }

  choice(name, step) {
    const number = this.question.children.length + 1;
    const words = name === 'select' ? player.say(made('span'), 'select_next')
      : made('code', '', name);
    const node = made('button', 'option', made('span', 'digit', number), ' ',
      words);
    node.type = 'button';
    node.addEventListener('click', () =>
      this.answer(name === step.asks ? 'yes' : 'no'));
    return node;
  }

  answer(verdict) {
    this.asked.add(this.at + 1);
    this.go(this.at + 1);
    if (!verdict) return;
    const said = player.say(made('strong', verdict), verdict);
    this.why.prepend(said, ' ');
  }

  /* ---- what it shows ---- */

  show() {
    const step = this.run.steps[this.at], { steps } = this.run;
    const before = steps[this.at - 1] || { queue: [], timers: [], fds: [],
      tasks: [] };
    player.say(this.place, 'place', { step: this.at + 1,
      steps: steps.length });
    this.place.append(made('span', 'when', ' · ', player.say(made('span'),
      step.turn ? 'turn' : 'outside', { turn: step.turn }), ' · ',
      player.say(made('span'), 'time', { seconds: seconds(step.seconds) })));
    player.say(this.why, step.key, this.named(step.names));
    this.slider.value = this.at + 1;
    this.slider.setAttribute('aria-valuetext', player.plain('place',
      { step: this.at + 1, steps: steps.length }));
    this.dim(this.at === 0, this.first, this.before);
    this.dim(this.at === steps.length - 1, this.after, this.last);
    if (step.runs === 'select') player.say(this.runs, 'sleeping');
    else if (step.runs) this.runs.replaceChildren(made('code', '', step.runs));
    else player.say(this.runs, 'nobody');
    this.runs.classList.toggle('quiet', !step.runs);
    this.fill('ready', step.queue.map(name => [made('code', '', name)]),
      before.queue.length, 'empty');
    this.fill('timers', step.timers.map(one => [made('code', '', one.name),
      ' ', one.due === null ? '' : player.say(made('span', 'about'), 'due_at',
        { seconds: seconds(one.due) })]), before.timers.length, 'none');
    this.fill('fds', step.fds.map(one => [player.say(made('span'),
      'to_' + one.way, { fd: one.fd }), ' → ', made('code', '', one.name)]),
      before.fds.length, 'none');
    this.fill('tasks', step.tasks.map(task => this.task(task)),
      before.tasks.length, 'none');
    this.printed.textContent = step.printed;
    this.printed.scrollTop = this.printed.scrollHeight;
  }

  /* Not disabled: that would take the focus away from under a finger. */
  dim(off, ...buttons) {
    for (const button of buttons) button.setAttribute('aria-disabled', off);
  }

  /* The descriptors that select has found, in words. */
  named(names) {
    if (names.fds === undefined) return names;
    const found = names.fds.split(' ').flatMap(text => {
      const [, fd, ways] = text.match(/^(\d+)(\w*)$/) || [0, text, ''];
      return [...ways].map(way => [way === 'r' ? 'to_read' : 'to_write', fd]);
    });
    const told = language => found.map(([key, fd]) =>
      player.pieces(language, key, { fd }).join('')).join(
        language === 'zh' ? '；' : '; ');
    return { fds: { en: told('en'), zh: told('zh') } };
  }

  task(task) {
    const mark = made('span', 'mark ' + task.state, marks[task.state]);
    mark.setAttribute('aria-hidden', 'true');
    return [mark, ' ', made('code', '', task.name), ' ', player.say(
      made('span', 'about'), 'state_' + task.state, { what: task.what })];
  }

  fill(key, items, before, none) {
    const list = this.lists[key];
    list.replaceChildren(...items.map((item, i) =>
      made('li', i >= before ? 'fresh' : '', ...item)));
    if (!items.length)
      list.append(player.say(made('li', 'quiet'), none));
  }
};
