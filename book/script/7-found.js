/* What the search looks for, as a pattern; and, where a result was followed
   (#loop-turn~f~words), the words marked in the page and scrolled to. */
{
  const HAN = '\\u2e80-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef';
  const han = new RegExp(`[${HAN}]`);

  /* Typed in either width, with straight or curly quotes. */
  const LIKE = ["'’‘", '"“”', ',，', '.。', ':：', ';；', '?？', '!！', '(（', ')）',
    '-–—−'];
  const one = char => {
    const like = LIKE.find(set => set.includes(char));
    const escaped = c => c.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
    return like ? `[${[...like].map(escaped).join('')}]` : escaped(char);
  };

  /* Between Chinese and Latin a space may stand or not. */
  book.pattern = text => [...text.normalize('NFKC').trim()]
    .map((char, i, chars) => {
      const before = chars[i - 1] || '', after = chars[i + 1] || '';
      if (/\s/.test(char))
        return /\s/.test(before) ? '' : han.test(before + after) ? '\\s*' : '\\s+';
      const meet = before && !/\s/.test(before)
        && han.test(before) !== han.test(char);
      return (meet ? '\\s*' : '') + one(char);
    }).join('');

  book.han = han;

  const HEADINGS = 'h1, h2, h3, h4';

  /* The text from a heading to the next one: its nodes, and where each
     begins. */
  const textFrom = id => {
    const start = document.getElementById(id);
    const headings = book.all(HEADINGS, document.querySelector('main'));
    const end = headings[headings.indexOf(start) + 1];
    const walker = document.createTreeWalker(document.querySelector('main'),
      NodeFilter.SHOW_TEXT);
    const nodes = [];
    let text = '';
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const after = start === node.parentElement || start.contains(node)
        || start.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (!after || node.parentElement.closest('button, .sr, title, desc'))
        continue;
      if (end && (end.contains(node)
          || end.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING))
        break;
      nodes.push([text.length, node]);
      text += node.data;
    }
    return [text, nodes];
  };

  const rangesOf = (id, words) => {
    const [text, nodes] = textFrom(id);
    const place = offset => {
      const [begin, node] = nodes.filter(([from]) => from <= offset).pop();
      return [node, offset - begin];
    };
    const found = pattern => [...text.matchAll(new RegExp(pattern, 'gi'))]
      .filter(match => match[0]).slice(0, 50).map(match => {
        const range = document.createRange();
        range.setStart(...place(match.index));
        const [node, offset] = place(match.index + match[0].length - 1);
        range.setEnd(node, offset + 1);
        return range;
      });
    const whole = found(book.pattern(words));
    return whole.length ? whole
      : found(words.split(/\s+/).filter(Boolean).map(book.pattern).join('|'));
  };

  book.markFound = (id, words) => {
    const target = document.getElementById(id);
    if (!target) return;
    target.scrollIntoView({ behavior: 'instant' });
    if (!window.CSS || !CSS.highlights || !words) return;
    const ranges = rangesOf(id, words);
    if (!ranges.length) return;
    CSS.highlights.set('found', new Highlight(...ranges));
    const first = ranges.find(range => !target.contains(range.startContainer))
      || ranges[0];
    for (let at = first.startContainer.parentElement; at; at = at.parentElement)
      if (at.tagName === 'DETAILS') at.open = true;
    const { top, bottom } = first.getBoundingClientRect();
    if (top < book.under() || bottom > innerHeight * .8)
      scrollBy({ top: top - innerHeight * .35, behavior: 'instant' });
  };
  addEventListener('keydown', event => {
    if (event.key === 'Escape' && window.CSS && CSS.highlights)
      CSS.highlights.delete('found');
  });
}
