/* Light or dark: as the system says, until the button says otherwise. The
   choice is kept; one that is what the system says anyway is forgotten, and
   the system is followed again. page.html applies it before the first paint. */
{
  const sheet = document.getElementById('dark');
  const button = document.querySelector('.theme');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const wanted = () => book.recall('theme');
  const dark = () => wanted() ? wanted() === 'dark' : system.matches;

  const show = () => {
    sheet.media = wanted() ? (dark() ? 'screen' : 'not all')
      : 'screen and (prefers-color-scheme: dark)';
    button.setAttribute('aria-pressed', dark());
  };

  book.toggleTheme = () => {
    const next = dark() ? 'light' : 'dark';
    book.keep('theme', next === (system.matches ? 'dark' : 'light') ? null : next);
    show();
  };

  if (button) {
    button.hidden = false;
    button.addEventListener('click', book.toggleTheme);
    system.addEventListener('change', show);
    addEventListener('storage', show);
    show();
  }
}
