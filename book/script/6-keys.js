/* Keys: / or s (or Ctrl-K) opens the search, n and p turn the page, t the
   light. Single keys can be switched off, in the search's own window: who
   speaks to a computer may press them by accident. Search and its index are
   loaded when it is opened first. */
{
  const button = document.querySelector('.find');
  let loading;

  const load = name => new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = book.root + name;
    script.onload = done;
    script.onerror = () => failed(new Error(name));
    document.head.append(script);
  });

  book.load = load;
  book.openSearch = async () => {
    loading = loading || load('search.js');
    try {
      await loading;
    } catch {
      loading = null;
      return;
    }
    book.search();
  };

  book.singleKeys = () => book.recall('keys') !== 'off';

  const turn = rel => {
    const link = document.querySelector(`.turn[rel=${rel}]`);
    if (link) location.href = link.href;
  };

  const acts = {
    '/': () => book.openSearch(), s: () => book.openSearch(),
    n: () => turn('next'), p: () => turn('prev'), t: () => book.toggleTheme(),
  };

  addEventListener('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'k' && button) {
      event.preventDefault();
      book.openSearch();
    } else if (book.singleKeys() && !book.busy(event) && acts[event.key]
        && !event.repeat && button) {
      event.preventDefault();
      acts[event.key]();
    }
  });

  if (button) {
    button.hidden = false;
    button.addEventListener('click', book.openSearch);
  }
}
