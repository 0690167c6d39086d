/* Steps: what a reader can follow, one sentence each. A recording says more
   (each witness that was passed); what always comes alike is one step. */
'use strict';

const sets = new Set(['loop_call_soon', 'loop_call_later', 'loop_call_at',
  'loop_add_reader', 'loop_add_writer', 'future_add_done_callback']);
const asleep = new Set(['select', 'poll', 'epoll_wait', 'epoll_ctl']);
const errors = { 4: 'EINTR', 11: 'EAGAIN', 32: 'EPIPE', 104: 'ECONNRESET',
  110: 'ETIMEDOUT', 111: 'ECONNREFUSED', 115: 'EINPROGRESS',
  125: 'ECANCELED' };

player.Run = class {
  constructor(most = player.MOST) {
    this.names = new player.Names();
    this.most = most;
    this.steps = [];
    this.queue = [];            /* { handle, name, stack } */
    this.timers = [];           /* { handle, name, due }, the first first */
    this.fds = [];              /* { fd, way, handle, name } */
    this.tasks = new Map();     /* number: { name, state, what } */
    this.calls = new Map();     /* of each stack: the calls that are open */
    this.runs = '';
    this.printed = '';
  }

  /* All steps of these events. */
  static of(events, most) {
    const run = new player.Run(most);
    run.more = events.length;
    for (const event of events) {
      if (run.steps.length >= run.most) break;
      run.more--;
      run.event = event;
      if (run[event.kind]) run[event.kind](event);
    }
    return run;
  }

  /* A step: the sentence, and the state that it leads to. */
  step(key, names = {}, asks = '') {
    const { seconds, turn } = this.event;
    this.steps.push({ key, names, asks, seconds, turn,
      queue: this.queue.map(one => one.name),
      timers: this.timers.map(one => ({ name: one.name, due: one.due })),
      fds: this.fds.map(one => ({ fd: one.fd, way: one.way, name: one.name })),
      tasks: [...this.tasks.values()].map(one => ({ ...one })),
      runs: this.runs, printed: this.printed });
  }

  open(stack) {
    if (!this.calls.has(stack)) this.calls.set(stack, []);
    return this.calls.get(stack);
  }

  /* The innermost of these calls that is open on the stack. */
  within(...subjects) {
    return [...this.open(this.event.stack)].reverse()
      .find(call => subjects.includes(call.subject));
  }

  by() {
    return this.event.stack ? this.names.task(this.event.stack)
      : this.runs || 'main()';
  }

  /* ---- tasks ---- */

  task(event) {
    this.names.born(Number(event.subject), event.details[0]);
    this.tasks.set(Number(event.subject),
      { name: this.names.task(Number(event.subject)), state: 'new', what: '' });
  }

  state(stack, state, what = '') {
    const task = this.tasks.get(stack);
    if (task) Object.assign(task, { state, what });
  }

  pause(stack) {
    const calls = this.open(stack).filter(
      call => call.subject !== 'context_switch');
    const who = this.names.task(stack);
    if (this.runs === who) this.runs = '';
    if (!calls.length) {
      this.state(stack, 'over');
      this.step('over', { who });
      return;
    }
    const waits = calls.filter(call => call.subject === 'future_await').pop();
    const what = waits ? waits.details[0] : calls[0].subject;
    this.state(stack, 'waiting', what);
    this.step('pauses', { who, what, call: this.called(calls[0]) });
  }

  called(call) {
    const details = call.details.filter(text => !/^0x/.test(text));
    return call.subject + '(' + details.join(', ') + ')';
  }

  /* ---- the ready queue ---- */

  ready(event) {
    const [fn, argument] = event.details;
    const stack = fn === 'step' ? Number(argument) : 0;
    const who = this.names.callback(event.subject, fn, argument);
    const fd = this.fds.find(one => one.handle === event.subject);
    const due = this.timers.some(one => one.handle === event.subject);
    const set = this.within('future_set_result', 'future_set_error',
      'future_set_result_unless_done', 'future_cancel');
    this.queue.push({ handle: event.subject, name: who, stack });
    this.timers = this.timers.filter(one => one.handle !== event.subject);
    if (stack) this.state(stack, 'ready');
    const by = this.by();
    if (this.within('task_create')) this.step('created', { who, by });
    else if (set) this.step('woken', { who, by, what: set.details[0] });
    else if (fd) this.step('heard_' + fd.way, { who, fd: fd.fd });
    else if (due) this.step('due', { who });
    else if (this.within('task_cancel')) this.step('cancelled', { who, by });
    else this.step('queued', { who, by });
  }

  unready(event) {
    const found = this.queue.find(one => one.handle === event.subject);
    if (!found) return;
    this.queue = this.queue.filter(one => one !== found);
    this.step('unready', { who: found.name, by: this.by() });
  }

  run(event) {
    const [fn, argument] = event.details;
    const who = this.names.callback(event.subject, fn, argument);
    const stack = fn === 'step' ? Number(argument) : 0;
    const asks = this.queue.length > 1 ? who : '';
    const call = stack && this.open(stack).find(
      one => one.subject !== 'context_switch');
    this.queue = this.queue.filter(one => one.handle !== event.subject);
    this.runs = who;
    if (stack) this.state(stack, 'running');
    if (!stack) this.step('calls', { who }, asks);
    else if (call) this.step('resumes', { who, call: this.called(call) }, asks);
    else this.step('begins', { who }, asks);
  }

  ran() { this.runs = ''; }

  /* ---- calls ---- */

  call(event) {
    this.open(event.stack).push(event);
    if (sets.has(event.subject)) {
      const [handle, fn] = event.details.slice(-3);
      this.names.set(handle, fn, event.stack);
    }
    const act = this['on_' + event.subject];
    if (act) act.call(this, event);
  }

  back(event) {
    const calls = this.open(event.stack);
    const call = calls.length
      && calls[calls.length - 1].subject === event.subject && calls.pop();
    const act = this['after_' + event.subject];
    if (call && act) act.call(this, event, call);
    else if (call && event.lab === 'kernel' && !asleep.has(event.subject))
      this.system(event, call);
  }

  system(event, call) {
    const result = Number(event.details[0]), error = errors[-result];
    this.step(result < 0 ? 'refused' : 'system', { by: this.by(),
      call: this.called(call), result: error || event.details[0] });
  }

  after_coro_resume(event, call) { this.pause(Number(call.details[0])); }

  on_loop_run_forever() { this.step('loop'); }

  on_loop_stop() { this.step('stop', { who: this.by() }); }

  after_loop_run_forever() { this.step('end'); }

  after_loop_call_later(event, call) {
    this.timed(call, Number(call.details[0]));
  }

  after_loop_call_at(event, call) { this.timed(call, null); }

  timed(call, delay) {
    const handle = call.details[call.details.length - 3];
    const name = this.names.timer(handle);
    this.timers = this.timers.filter(one => one.handle !== handle);
    this.timers.push({ handle, name,
      due: delay === null ? null : call.seconds + delay });
    this.timers.sort((a, b) => (a.due ?? Infinity) - (b.due ?? Infinity));
    this.step(delay === null ? 'timer_at' : 'timer',
      { by: this.by(), who: name, seconds: delay });
  }

  on_loop_cancel_timer(event) {
    const handle = event.details[0];
    const found = this.timers.find(one => one.handle === handle);
    if (!found) return;
    this.timers = this.timers.filter(one => one !== found);
    this.step('timer_off', { by: this.by(), who: found.name });
  }

  after_loop_add_reader(event, call) { this.listen(event, call, 'read'); }

  after_loop_add_writer(event, call) { this.listen(event, call, 'write'); }

  listen(event, call, way) {
    if (Number(event.details[0]) < 0) return;
    const [fd, handle] = call.details;
    const name = this.names.timer(handle);
    this.fds = this.fds.filter(one => one.fd !== fd || one.way !== way);
    this.fds.push({ fd, way, handle, name });
    this.step('listen_' + way, { by: this.by(), fd, who: name });
  }

  after_loop_remove_reader(event, call) { this.deaf(call, 'read'); }

  after_loop_remove_writer(event, call) { this.deaf(call, 'write'); }

  deaf(call, way) {
    const [fd] = call.details;
    const left = this.fds.filter(one => one.fd !== fd || one.way !== way);
    if (left.length === this.fds.length) return;
    this.fds = left;
    this.step('deaf_' + way, { by: this.by(), fd });
  }

  /* ---- asleep ---- */

  on_selector_select(event) {
    const [seconds, first] = event.details;
    const timer = this.timers.find(one => one.handle === first);
    this.runs = 'select';
    if (Number(seconds) <= 0)
      this.step(this.queue.length ? 'polls' : 'polls_due');
    else if (timer) {
      timer.due ??= event.seconds + Number(seconds);
      this.step('sleeps_until', { who: timer.name,
        seconds: Math.round(Number(seconds) * 1000) / 1000 }, 'select');
    } else this.step('sleeps', {}, 'select');
  }

  after_selector_select(event) {
    this.runs = '';
    const [n, found] = event.details;
    if (Number(n) > 0) this.step('answers', { fds: found });
    else if (Number(n) < 0) this.step('interrupted');
    else this.step('silent');
  }

  print(event) {
    const text = player.unescape(event.details[0]);
    this.printed = (this.printed + text).slice(-2000);
    if (text.trim())
      this.step('prints', { by: this.by(), text: text.trim() });
  }
};
