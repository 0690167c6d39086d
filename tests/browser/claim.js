'use strict';

/* Something that must hold, and what was found instead. */
function claim(holds, found, where) {
  if (holds) return;
  const error = new Error(found);
  if (where) error.where = where;
  throw error;
}

const same = (got, wanted, what) => claim(
  JSON.stringify(got) === JSON.stringify(wanted),
  `${what}: ${JSON.stringify(got)}, and not ${JSON.stringify(wanted)}`);

module.exports = { claim, same };
