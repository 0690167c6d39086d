/* The place kept when the language changes. All editions of a section have
   the same headings, listings, figures, tables and questions in the same
   order. What is carried over, in the link itself (a page opened as a file
   may be allowed no other memory): the edge of one of them that is nearest to
   the eye and how far from the top of the window it stands; or, within a long
   one or in a long text between two, how much of it has been read. */
{
  const KINDS = 'h1, h2, h3, h4, .listing, .console, div.box, .question, '
    + 'figure.table, figure.figure';

  /* In the side-by-side edition a terminal may stand there once for each
     language; the left one counts. */
  const anchors = () => book.all(KINDS, document.querySelector('main'))
    .filter(element => !element.parentElement.closest('.pair > .half + .half'));

  /* A heading may take more lines in one language: its top counts. */
  const edges = () => anchors().flatMap(element => {
    const { top, bottom, height } = element.getBoundingClientRect();
    return [height ? top : NaN,
      height && !/^H/.test(element.tagName) ? bottom : NaN];
  });

  const line = () => book.under() + (innerHeight - book.under()) * .25;

  const nearest = list => {
    let found = -1;
    list.forEach((y, i) => {
      if (y >= book.under() && y < innerHeight * .9 && (found < 0
          || Math.abs(y - line()) < Math.abs(list[found] - line()))) found = i;
    });
    return found;
  };

  /* The last edge above the line, the first one below it. */
  const around = list => {
    let above = -1, below = -1;
    list.forEach((y, i) => {
      if (y <= line() && (above < 0 || y >= list[above])) above = i;
      if (y > line() && (below < 0 || y < list[below])) below = i;
    });
    return [above, below];
  };

  const heading = () => {
    const asked = document.getElementById(location.hash.slice(1));
    const at = asked && asked.getBoundingClientRect();
    if (at && at.height && at.top >= 0 && at.top < innerHeight / 2)
      return asked.id;
    const passed = book.all('main :is(h1, h2, h3, h4, .listing, .console, '
      + '.question, figure)[id]')
      .filter(element => element.getBoundingClientRect().top <= line());
    return passed.length ? passed[passed.length - 1].id : '';
  };

  const unfolded = () => book.all('main details')
    .flatMap((details, i) => details.open ? [i] : []).join('.');

  /* #loop-turn~k_12_140~0.3: edge 12 stands 140 pixels below the top of the
     window, the folds 0 and 3 are open. */
  book.place = () => {
    const list = edges(), near = nearest(list), open = unfolded();
    if (!scrollY && !open) return '';
    let place = ['k', near, Math.round(list[near])];
    if (near < 0) {
      const [above, below] = around(list);
      const part = below < 0 || above < 0 ? 0
        : (line() - list[above]) / (list[below] - list[above]);
      place = ['b', above, below, part.toFixed(4)];
    }
    return '#' + heading() + '~' + place.join('_') + '~' + open;
  };

  const restore = (kind, ...numbers) => {
    const list = edges();
    if (kind === 'k') return list[numbers[0]] - numbers[1];
    const [above, below, part] = numbers;
    if (above < 0 || below < 0) return 0;
    return list[above] + part * (list[below] - list[above]) - line();
  };

  /* Fonts may move everything once more; a reader who has begun to scroll is
     left alone. */
  const keepThere = place => {
    const [kind, ...numbers] = place.split('_');
    const stop = new AbortController();
    const settle = () => {
      const by = stop.signal.aborted ? 0 : restore(kind, ...numbers.map(Number));
      if (by) scrollBy({ top: by, behavior: 'instant' });
    };
    for (const act of ['wheel', 'touchstart', 'keydown'])
      addEventListener(act, () => stop.abort(), { once: true, passive: true });
    settle();
    document.fonts.ready.then(settle);
    return settle;
  };

  /* The address is made short again when all is loaded: a browser that sees
     an id in it before that goes there by itself. */
  const shorten = (id, then) => {
    const now = () => {
      history.replaceState(history.state, '', id.length > 1 ? id
        : location.pathname + location.search);
      then();
    };
    if (document.readyState === 'complete') now();
    else addEventListener('load', () => requestAnimationFrame(now));
  };

  book.arrive = () => {
    const [id, place, more] = location.hash.split('~').map(decodeURIComponent);
    if (place === undefined) return;
    if (place === 'f') {
      const mark = () => book.markFound(id.slice(1), more);
      mark();
      shorten(id, document.readyState === 'complete' ? () => {} : mark);
      return;
    }
    const folds = book.all('main details');
    (more || '').split('.').filter(Boolean)
      .forEach(i => { if (folds[i]) folds[i].open = true; });
    shorten(id, keepThere(place));
  };
  addEventListener('hashchange', () => book.arrive());

  for (const link of book.all('.edition'))
    for (const act of ['click', 'auxclick', 'contextmenu'])
      link.addEventListener(act, () => { link.hash = book.place(); });
}
