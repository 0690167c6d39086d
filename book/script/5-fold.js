/* Contents folded on narrow windows; answers unfolded on paper. */
{
  const contents = document.querySelector('.sidebar details');
  const wide = matchMedia('(min-width: 68rem)');
  const fold = () => { if (contents) contents.open = wide.matches; };
  wide.addEventListener('change', fold);
  fold();

  const current = document.querySelector('.sidebar [aria-current]');
  if (current && wide.matches) {
    const bar = document.querySelector('.sidebar');
    bar.scrollTop = Math.max(0, current.offsetTop - bar.clientHeight / 3);
  }

  let opened = [];
  addEventListener('beforeprint', () => {
    opened = book.all('main details:not([open])');
    opened.forEach(details => { details.open = true; });
  });
  addEventListener('afterprint', () => {
    opened.forEach(details => { details.open = false; });
  });

  /* A link into a folded answer unfolds it. */
  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    for (let at = target; at; at = at.parentElement)
      if (at.tagName === 'DETAILS') at.open = true;
  };
  addEventListener('hashchange', reveal);
  reveal();

  /* Which part of the section is being read. */
  const parts = new Map(book.all('.parts a')
    .map(link => [link.hash.slice(1), link]));
  if (parts.size && 'IntersectionObserver' in window) {
    const headings = [...parts.keys()].map(id => document.getElementById(id));
    const mark = () => {
      const passed = headings.filter(h => h.getBoundingClientRect().top
        < book.under() + innerHeight * .3);
      const here = passed.length && passed[passed.length - 1].id;
      for (const [id, link] of parts)
        if (id === here) link.setAttribute('aria-current', 'true');
        else link.removeAttribute('aria-current');
    };
    let waiting = false;
    addEventListener('scroll', () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; mark(); });
    }, { passive: true });
    mark();
  }
}
