/* While `make serve` shows the book, it says where the reader is in each lab:
   live.json, at the book's root (tools/live.py). Asked for over http only, and
   no more once it is not there: a book on another server has none. */
{
  const REST = 2000;
  const spoken = document.documentElement.dataset.edition.split('-');
  const tag = { en: 'en', zh: 'zh-Hans' };

  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    made.className = className;
    made.append(...children);
    return made;
  };

  /* The lab that a link or a page is about: its last two names. */
  const labOf = path => path.replace(/\.html$/, '').split('/').slice(-2).join('/');

  const inWords = state => spoken.flatMap((language, i) => {
    const text = element('span', '', state[language]);
    text.lang = tag[language];
    return i ? [' · ', text] : [text];
  });

  const sign = state => ({ none: '○', step: `${state.step}/${state.of}`, green: '✓' })[state.state];

  /* A link has room for a sign; whoever does not see it hears the words. */
  function ofLink(state) {
    const signed = element('span', '', sign(state));
    signed.setAttribute('aria-hidden', 'true');
    return [signed, element('span', 'sr', ' (', ...inWords(state), ')')];
  }

  function show(place, state, children) {
    if (place.dataset.told === JSON.stringify(state)) return;
    place.dataset.told = JSON.stringify(state);
    place.dataset.state = state.state;
    place.title = spoken.map(language => state[language]).join(' · ');
    place.replaceChildren(...children);
  }

  function marks(states) {
    for (const link of book.all('.sidebar a, .whole a')) {
      const state = !link.hash && states[labOf(link.pathname)];
      if (!state) continue;
      if (!link.querySelector('.live')) link.append(element('span', 'live'));
      show(link.querySelector('.live'), state, ofLink(state));
    }
    const here = states[labOf(location.pathname)];
    const title = document.querySelector('main h1');
    if (!here || !title) return;
    let status = document.querySelector('main > .live');
    if (!status) {
      status = element('p', 'live');
      status.setAttribute('role', 'status');
      document.querySelector('main').prepend(status);
    }
    const drawn = here.state === 'step' ? '' : sign(here) + ' ';
    show(status, here, [drawn, ...inWords(here)]);
  }

  async function ask() {
    if (!document.hidden) {
      try {
        const answer = await fetch(book.root + 'live.json', { cache: 'no-store' });
        if (!answer.ok) return;
        marks(await answer.json());
      } catch { /* the server rests: it may come back */ }
    }
    setTimeout(ask, REST);
  }

  if (location.protocol.startsWith('http')) ask();
}
