/* What the player says. The same keys in both languages; {names} are filled
   in, as code those that are names in the program. */
'use strict';

player.words = {
  en: {
    created: '{by} makes the task {who}. It does not run yet: it goes to the end of the ready queue.',
    woken: 'The future {what} is done. Who waited for it, {who}, goes to the end of the ready queue.',
    heard_read: 'Descriptor {fd} can be read, so {who} goes to the end of the ready queue.',
    heard_write: 'Descriptor {fd} can be written, so {who} goes to the end of the ready queue.',
    due: 'The time of a timer has come: {who} goes to the end of the ready queue.',
    cancelled: '{by} cancels a task: {who} goes to the end of the ready queue.',
    queued: '{by} puts {who} at the end of the ready queue.',
    unready: '{by} takes {who} out of the ready queue: it is not called.',
    begins: 'The loop takes the first of the ready queue, {who}: it begins.',
    resumes: 'The loop takes the first of the ready queue, {who}: it goes on inside {call}.',
    calls: 'The loop takes the first of the ready queue, {who}, and calls it.',
    pauses: '{who} pauses inside {call}, until the future {what} is done. The loop has control again.',
    over: '{who} returns: this task is over.',
    system: '{by} asks the kernel: {call} = {result}.',
    refused: '{by} asks the kernel: {call} = {result}. Not yet, or not at all: nobody waits in here.',
    loop: 'The loop begins to turn.',
    stop: '{who} stops the loop: this turn is its last.',
    end: 'The loop turns no more.',
    timer: '{by} sets a timer: {who} in {seconds} s.',
    timer_at: '{by} sets a timer: {who}, at a time of its own.',
    timer_off: '{by} takes the timer of {who} back.',
    listen_read: 'Whenever descriptor {fd} can be read, {who} is to be called: {by} wants it so.',
    listen_write: 'Whenever descriptor {fd} can be written, {who} is to be called: {by} wants it so.',
    deaf_read: '{by} no longer wants to know whether descriptor {fd} can be read.',
    deaf_write: '{by} no longer wants to know whether descriptor {fd} can be written.',
    polls: 'Somebody is ready. So the loop only asks what the descriptors say, and does not wait.',
    polls_due: 'A timer is due already. So the loop only asks what the descriptors say, and does not wait.',
    sleeps_until: 'Nobody is ready. The loop sleeps in {select}, until a descriptor speaks, and at most {seconds} s: then {who} is due.',
    sleeps: 'Nobody is ready, and there is no timer. The loop sleeps in {select} until a descriptor speaks.',
    answers: '{select} returns. These descriptors have something: {fds}.',
    silent: '{select} returns: no descriptor has anything.',
    interrupted: '{select} returns: a signal has interrupted it.',
    prints: '{by} prints: {text}',
    player: 'Step by step: {name}',
    place: 'Step {step} of {steps}', turn: 'turn {turn}', outside: 'outside the loop',
    time: '{seconds} s',
    first: 'First', back: 'Back', next: 'Next', last: 'Last', slider: 'Step',
    predict: 'Predict first', who_next: 'Predict: who runs next?',
    select_next: 'nobody: the loop sleeps in {select}', skip: 'Show me',
    yes: 'Yes.', no: 'No.',
    keys: 'Keys: ← → a step, Home and End, Space: the next one; 1, 2, … answer.',
    runs: 'Runs', nobody: 'nobody', sleeping: 'the loop, in {select}',
    ready: 'Ready queue', empty: 'empty', timers: 'Timers', none: 'none',
    fds: 'Descriptors', tasks: 'Tasks', output: 'Printed',
    due_at: 'due at {seconds} s', to_read: '{fd}, to read', to_write: '{fd}, to write',
    state_new: 'new', state_ready: 'ready', state_running: 'running',
    state_waiting: 'waits for {what}', state_over: 'over',
    cut: 'Only the first {steps} steps of this recording are shown.',
    choose: 'Open a recording', drop: 'or drop it here: {file}',
    opened: '{name}: {steps} steps.',
    empty_file: '{name} is empty. Run make trace again; when it has ended, open build/trace/NAME.tsv.',
    picture: '{name} is not a recording; is it the picture, or the one for Perfetto? Open the file beside it that ends in .tsv.',
    other: '{name} is not a recording of make trace. Open build/trace/NAME.tsv.',
    line: '{name}, line {line}, is not a line of a recording. Make it anew with make trace, and open build/trace/NAME.tsv.',
    nothing: '{name} is a recording in which the loop does nothing that could be shown.',
    big: '{name} is larger than {limit} MB. Trace a shorter run.',
    unreadable: '{name} cannot be read. Is it still there?',
  },
  zh: {
    created: '{by} 创建了任务 {who}。它还不运行，先排到就绪队列的末尾。',
    woken: 'future {what} 有了结果。等它的 {who} 排到就绪队列的末尾。',
    heard_read: '描述符 {fd} 可读了，{who} 排到就绪队列的末尾。',
    heard_write: '描述符 {fd} 可写了，{who} 排到就绪队列的末尾。',
    due: '有定时器到点了：{who} 排到就绪队列的末尾。',
    cancelled: '{by} 取消了一个任务：{who} 排到就绪队列的末尾。',
    queued: '{by} 让 {who} 排到就绪队列的末尾。',
    unready: '{by} 把 {who} 从就绪队列里拿掉：不再调用它。',
    begins: '事件循环取出就绪队列的第一个，{who}：它开始运行。',
    resumes: '事件循环取出就绪队列的第一个，{who}：它在 {call} 里接着运行。',
    calls: '事件循环取出就绪队列的第一个，{who}，调用它。',
    pauses: '{who} 在 {call} 里暂停，等 future {what} 有结果。控制权回到事件循环。',
    over: '{who} 返回：这个任务结束了。',
    system: '{by} 向内核要：{call} = {result}。',
    refused: '{by} 向内核要：{call} = {result}。还没好，或者不行：反正不在里面等。',
    loop: '事件循环开始转。',
    stop: '{who} 叫停事件循环：转完这一轮就停。',
    end: '事件循环不再转了。',
    timer: '{by} 设了一个定时器：{seconds} 秒后调用 {who}。',
    timer_at: '{by} 设了一个定时器：到某个时刻调用 {who}。',
    timer_off: '{by} 撤掉了 {who} 的定时器。',
    listen_read: '{by} 要求：描述符 {fd} 一可读，就调用 {who}。',
    listen_write: '{by} 要求：描述符 {fd} 一可写，就调用 {who}。',
    deaf_read: '{by} 不再关心描述符 {fd} 是否可读。',
    deaf_write: '{by} 不再关心描述符 {fd} 是否可写。',
    polls: '有人就绪，所以事件循环只问一下各个描述符，并不等待。',
    polls_due: '已经有定时器到点，所以事件循环只问一下各个描述符，并不等待。',
    sleeps_until: '没有人就绪。事件循环睡在 {select} 里，直到有描述符就绪；最多睡 {seconds} 秒，那时 {who} 到点。',
    sleeps: '没有人就绪，也没有定时器。事件循环睡在 {select} 里，直到有描述符就绪。',
    answers: '{select} 返回。就绪的描述符：{fds}。',
    silent: '{select} 返回：没有描述符就绪。',
    interrupted: '{select} 返回：被信号打断了。',
    prints: '{by} 打印：{text}',
    player: '一步一步看：{name}',
    place: '第 {step} 步，共 {steps} 步', turn: '第 {turn} 轮', outside: '在事件循环之外',
    time: '{seconds} 秒',
    first: '开头', back: '后退', next: '前进', last: '末尾', slider: '第几步',
    predict: '先猜再看', who_next: '猜一猜：接下来谁运行？',
    select_next: '谁也不运行：事件循环睡在 {select} 里', skip: '直接看',
    yes: '对。', no: '不对。',
    keys: '按键：← → 一步，Home 和 End 到头，空格前进；1、2、…… 选答案。',
    runs: '正在运行', nobody: '没有', sleeping: '事件循环，在 {select} 里',
    ready: '就绪队列', empty: '空', timers: '定时器', none: '没有',
    fds: '描述符', tasks: '任务', output: '已打印',
    due_at: '{seconds} 秒时到点', to_read: '{fd}，可读时', to_write: '{fd}，可写时',
    state_new: '新建', state_ready: '就绪', state_running: '在运行',
    state_waiting: '等 {what}', state_over: '结束',
    cut: '这份记录只显示前 {steps} 步。',
    choose: '打开一份记录', drop: '或者拖到这里：{file}',
    opened: '{name}：共 {steps} 步。',
    empty_file: '{name} 是空的。再运行一次 make trace，等它结束，然后打开 build/trace/NAME.tsv。',
    picture: '{name} 不是记录；是那张图，还是给 Perfetto 的文件？请打开旁边以 .tsv 结尾的那个。',
    other: '{name} 不是 make trace 的记录。请打开 build/trace/NAME.tsv。',
    line: '{name} 的第 {line} 行不像记录。请用 make trace 重新生成，再打开 build/trace/NAME.tsv。',
    nothing: '在 {name} 这份记录里，事件循环没有做任何能显示的事。',
    big: '{name} 超过 {limit} MB。请跟踪一次短一些的运行。',
    unreadable: '读不了 {name}。它还在吗？',
  },
};

/* Whose values are names in the program. */
const code = new Set(['who', 'by', 'what', 'call', 'select', 'text', 'file',
  'result']);

player.languages = (document.documentElement.dataset.edition || 'en')
  .split('-');

/* Pieces of a sentence: text, and code. */
player.pieces = function (language, key, names) {
  const all = { select: 'select', ...names };
  return player.words[language][key].split(/(\{\w+\})/).map(piece => {
    const name = piece.match(/^\{(\w+)\}$/);
    if (!name) return piece;
    const value = all[name[1]];
    const text = typeof value === 'object' ? value[language] : String(value);
    if (!code.has(name[1])) return text;
    const node = document.createElement('code');
    node.textContent = text;
    return node;
  });
};

/* Fill an element with a sentence, in each language of the page. */
player.say = function (element, key, names) {
  const halves = player.languages.map(language => {
    const pieces = player.pieces(language, key, names);
    if (player.languages.length === 1) return pieces;
    const half = document.createElement('span');
    half.className = 'half';
    half.lang = language === 'zh' ? 'zh-Hans' : 'en';
    half.append(...pieces);
    return [half, ' '];
  });
  element.replaceChildren(...halves.flat());
  return element;
};

/* The same without marks, for attributes. */
player.plain = (key, names) => player.languages.map(language =>
  player.pieces(language, key, names).map(
    piece => piece.textContent ?? piece).join('')).join(' · ');
