/* The page works without any of this. Each file of script/ is a block of its
   own; what they share stands in `book`, and the search lays itself there. */
'use strict';

const book = {
  all: (selector, root = document) => [...root.querySelectorAll(selector)],

  words: document.body.dataset,

  /* The root of the built book, as this page's links reach it. */
  root: document.currentScript.getAttribute('src').replace(/book\.js$/, ''),

  /* A browser may refuse to keep anything for a file. */
  recall(key) {
    try { return localStorage.getItem(key); } catch { return null; }
  },
  keep(key, value) {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch { /* then it is forgotten with the page */ }
  },

  /* True while the key is meant for something else: a field to type in, a
     player, a button pressed together with Ctrl. */
  busy(event) {
    return event.ctrlKey || event.metaKey || event.altKey
      || event.defaultPrevented || event.isComposing
      || !!event.target.closest('input, textarea, select, dialog, '
        + '[contenteditable], [role=application], .player');
  },

  /* The lower edge of the bar that covers the top of the window. */
  under() {
    const bar = document.querySelector('.bar');
    return bar ? Math.max(0, bar.getBoundingClientRect().bottom) : 0;
  },
};
