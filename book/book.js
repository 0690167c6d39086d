/* The page works without this. It adds: a button to copy code, the place kept
   when the language changes, folded contents on narrow screens, and answers
   unfolded on paper. */
'use strict';

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/* What is copied: commands without prompt and output; of a difference, the
   new program. */
function textOf(figure) {
  if (figure.classList.contains('console'))
    return all('.command', figure).map(e => e.textContent + '\n').join('');
  if (figure.classList.contains('diff'))
    return all('.row:not(.gone, .skip)', figure)
      .map(row => row.textContent.slice(2)).join('');
  return figure.querySelector('code').textContent;
}

function copy(text) {
  if (navigator.clipboard && window.isSecureContext)
    return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
  return Promise.resolve();
}

for (const figure of all('.listing, .console')) {
  const button = document.createElement('button');
  const words = document.body.dataset;
  button.type = 'button';
  button.className = 'copy';
  button.textContent = words.copy;
  button.addEventListener('click', async () => {
    await copy(textOf(figure));
    button.focus();
    button.textContent = words.copied;
    button.classList.add('done');
    setTimeout(() => {
      button.textContent = words.copy;
      button.classList.remove('done');
    }, 1500);
  });
  figure.append(button);
}

/* The last heading above the middle of the window. */
function place() {
  const passed = all('main [id]:is(h1, h2, h3, h4)')
    .filter(h => h.getBoundingClientRect().top < innerHeight / 2);
  return passed.length ? '#' + passed[passed.length - 1].id : '';
}

for (const link of all('.edition'))
  link.addEventListener('click', () => { link.hash = scrollY ? place() : ''; });

const contents = document.querySelector('.sidebar details');
const wide = matchMedia('(min-width: 68rem)');
function fold() { if (contents) contents.open = wide.matches; }
wide.addEventListener('change', fold);
fold();

const current = document.querySelector('.sidebar [aria-current]');
if (current && wide.matches) {
  const bar = document.querySelector('.sidebar');
  bar.scrollTop = Math.max(0, current.offsetTop - bar.clientHeight / 3);
}

let opened = [];
addEventListener('beforeprint', () => {
  opened = all('main details:not([open])');
  opened.forEach(d => { d.open = true; });
});
addEventListener('afterprint', () => {
  opened.forEach(d => { d.open = false; });
});
