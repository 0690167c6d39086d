/* A button on each listing and terminal. What is copied: commands without
   prompt and output; of a difference, the new program. */
{
  const textOf = figure => {
    if (figure.classList.contains('console'))
      return book.all('.command', figure)
        .map(command => command.textContent + '\n').join('');
    if (figure.classList.contains('diff'))
      return book.all('.row:not(.gone, .skip)', figure)
        .map(row => row.textContent.slice(2)).join('');
    return figure.querySelector('code').textContent;
  };

  /* Pages opened as files may have no clipboard to write to. */
  const byHand = text => {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'sr';
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  };
  const copy = async text => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      byHand(text);
    }
  };

  const said = document.createElement('p');
  said.className = 'sr';
  said.setAttribute('role', 'status');
  document.body.append(said);

  for (const figure of book.all('.listing, .console')) {
    if (figure.matches('.console') && !figure.querySelector('.command')) continue;
    const button = document.createElement('button');
    let later;
    button.type = 'button';
    button.className = 'copy';
    button.textContent = book.words.copy;
    button.addEventListener('click', async () => {
      await copy(textOf(figure));
      button.focus({ preventScroll: true });
      button.textContent = said.textContent = book.words.copied;
      button.classList.add('done');
      clearTimeout(later);
      later = setTimeout(() => {
        button.textContent = book.words.copy;
        said.textContent = '';
        button.classList.remove('done');
      }, 1500);
    });
    figure.append(button);
  }
}
