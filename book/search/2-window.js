/* The search's window: a field, and below it the places, moved through by the
   arrows while the cursor stays in the field. */
{
  const MOST = 50;
  const button = document.querySelector('.find');
  const words = JSON.parse(button.dataset.words);
  const edition = document.documentElement.dataset.edition || 'zh';
  const own = edition === 'zh-en' ? ['zh', 'en'] : [edition];
  const other = edition === 'en' ? 'zh' : 'en';
  const tags = { zh: 'zh-Hans', en: 'en' };

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes))
      element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  const field = make('input', { type: 'text', role: 'combobox', id: 'search-field',
    'aria-label': words.field, placeholder: words.field, autocomplete: 'off',
    autocapitalize: 'off', spellcheck: 'false', 'aria-autocomplete': 'list',
    'aria-expanded': 'false', 'aria-controls': 'search-hits',
    enterkeyhint: 'go' });
  const close = make('button', { type: 'button', class: 'close' }, words.close);
  const status = make('p', { role: 'status', class: 'count' });
  const hits = make('div', { role: 'listbox', id: 'search-hits',
    'aria-label': words.hits });
  const single = make('input', { type: 'checkbox', id: 'search-keys' });
  single.checked = book.singleKeys();
  const foot = make('p', { class: 'foot' },
    make('span', { class: 'legend' }, words.moves),
    make('label', { for: 'search-keys' }, single, ' ', words.keys));
  const dialog = make('dialog', { class: 'search', 'aria-label': words.name },
    make('div', { class: 'field' }, button.querySelector('svg').cloneNode(true),
      field, close), status, hits, foot);
  document.body.append(dialog);

  const marked = (text, pattern) => {
    const out = document.createDocumentFragment();
    let from = 0;
    for (const match of text.matchAll(pattern)) {
      if (!match[0]) continue;
      out.append(text.slice(from, match.index), make('mark', {}, match[0]));
      from = match.index + match[0].length;
    }
    out.append(text.slice(from));
    return out;
  };

  const address = (entry, text) => {
    const folder = own.includes(entry.language) ? edition : entry.language;
    const query = encodeURIComponent(text).replace(/~/g, '%7E');
    return `${book.root}${folder}/${entry.page}.html#${entry.id}~f~${query}`;
  };

  const option = ({ entry }, i, text, query) => {
    const excerpt = book.excerpt(entry, query);
    const title = entry.first ? entry.title : entry.of;
    const where = make('span', { class: 'where' },
      entry.number ? make('b', {}, entry.number) : '', marked(title, query.any));
    if (!entry.first)
      where.append(make('span', { class: 'title' }, marked(entry.title, query.any)));
    return make('a', { role: 'option', id: `search-hit-${i}`, tabindex: '-1',
      'aria-selected': 'false', lang: tags[entry.language],
      href: address(entry, text) }, where,
    make('span', { class: excerpt.code ? 'excerpt code' : 'excerpt' },
      marked(excerpt.text, query.any)));
  };

  let active = -1;
  const choose = i => {
    const options = hits.children;
    if (options[active]) options[active].setAttribute('aria-selected', 'false');
    active = options.length ? (i + options.length) % options.length : -1;
    if (active < 0) {
      field.removeAttribute('aria-activedescendant');
      return;
    }
    options[active].setAttribute('aria-selected', 'true');
    options[active].scrollIntoView({ block: 'nearest' });
    field.setAttribute('aria-activedescendant', options[active].id);
  };

  /* Side by side, a place that both languages have stands there once. */
  const once = found => {
    const best = new Map();
    for (const hit of found) {
      const key = hit.entry.page + '#' + hit.entry.id;
      if (!best.has(key) || best.get(key).score < hit.score) best.set(key, hit);
    }
    return [...best.values()].sort((a, b) => b.score - a.score);
  };

  const search = async (languages, query) => {
    const lists = await Promise.all(languages.map(book.indexOf));
    return once(lists.flatMap(list => book.match(list, query)));
  };

  /* As typed; else as typed in the other language; else something near.
     Chinese asked on an English page stands in its glossary, and is meant. */
  const ways = text => {
    const languages = edition === 'en' && book.han.test(text) ? ['en', 'zh'] : own;
    const list = [[languages, false, words.count], [own, true, words.near]];
    if (languages.length < 2) list.splice(1, 0, [[other], false, words.other]);
    return list.map(([where, loose, said]) =>
      [where, book.query(text, loose), said]);
  };

  const show = (found, text, query, said) => {
    hits.replaceChildren(...found.slice(0, MOST)
      .map((hit, i) => option(hit, i, text, query)));
    hits.scrollTop = 0;
    field.setAttribute('aria-expanded', String(found.length > 0));
    status.textContent = said.replace('{n}', found.length);
    choose(found.length ? 0 : -1);
  };

  let asked = 0;
  const run = async () => {
    const text = field.value, mine = ++asked;
    if (!book.query(text)) {
      show([], text, null, words.hint);
      return;
    }
    try {
      for (const [languages, query, said] of ways(text)) {
        const found = await search(languages, query);
        if (mine !== asked) return;
        if (found.length) {
          show(found, text, query, said);
          return;
        }
      }
      show([], text, null, words.none);
    } catch {
      show([], text, null, words.failed);
    }
  };

  field.addEventListener('input', run);
  field.addEventListener('keydown', event => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(active + step);
    else if (event.key === 'Enter' && hits.children[active])
      hits.children[active].click();
    else return;
    event.preventDefault();
  });
  hits.addEventListener('click', event => {
    const followed = event.target.closest('a');
    if (followed && !event.ctrlKey && !event.metaKey) dialog.close();
  });
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', event => {
    if (event.target === dialog) dialog.close();
  });
  single.addEventListener('change', () =>
    book.keep('keys', single.checked ? null : 'off'));

  book.search = () => {
    if (dialog.open) return;
    dialog.showModal();
    field.focus();
    field.select();
    run();
  };
}
