/* Where players stand: those of the book, and the page that opens a reader's
   own recording. It is read here, by this page; nothing is sent anywhere. */
'use strict';

player.LARGEST = 32;    /* megabytes */

player.begin = function (place, text, name) {
  const run = player.Run.of(player.read(text));
  if (!run.steps.length) throw new player.Trouble('nothing');
  const show = new player.Show(run, name);
  place.replaceChildren(show.root);
  return show;
};

/* The sentence of what is wrong, with the file's name. */
player.complain = function (place, trouble, name) {
  const known = trouble instanceof player.Trouble;
  const key = known ? trouble.key : 'unreadable';
  player.say(place, key === 'empty' ? 'empty_file' : key,
    { name, ...(known ? trouble.names : {}) });
};

player.open = async function (file, stage, said) {
  stage.replaceChildren();
  said.replaceChildren();
  try {
    if (file.size > player.LARGEST * 1e6)
      throw new player.Trouble('big', { limit: player.LARGEST });
    const show = player.begin(stage, await file.text(), file.name);
    player.say(said, 'opened', { name: file.name,
      steps: show.run.steps.length });
    show.root.focus();
  } catch (trouble) {
    player.complain(said, trouble, file.name);
    said.classList.add('wrong');
    return;
  }
  said.classList.remove('wrong');
};

player.door = function (place) {
  const input = made('input'), stage = made('div'), said = made('p', 'said');
  Object.assign(input, { type: 'file', accept: '.tsv,text/plain' });
  said.setAttribute('role', 'status');
  const label = made('label', '', player.say(made('span', 'choose'), 'choose'),
    ' ', input);
  const door = made('div', 'door', label, player.say(made('p', 'drop'), 'drop',
    { file: 'build/trace/NAME.tsv' }));
  input.addEventListener('change', () => {
    if (input.files[0]) player.open(input.files[0], stage, said);
    input.value = '';
  });
  for (const kind of ['dragenter', 'dragover', 'dragleave', 'drop'])
    document.addEventListener(kind, event => {
      event.preventDefault();
      door.classList.toggle('over', /over|enter/.test(kind));
      const file = kind === 'drop' && event.dataTransfer.files[0];
      if (file) player.open(file, stage, said);
    });
  place.replaceChildren(door, said, stage);
};

/* Recordings are scripts of their own: all of them are there by then. */
addEventListener('DOMContentLoaded', () => {
  for (const place of document.querySelectorAll('.player')) {
    const name = place.dataset.recording, stage = place.querySelector('.place');
    if (!name) player.door(stage);
    else if (window.recordings && window.recordings[name])
      player.begin(stage, window.recordings[name], name.split('/')[1]);
  }
});
