/* global document, fetch, location, DOMParser, setInterval */
// Fetches the gradebook again every few seconds while it is looked at, and swaps its table in when something changed.
import { localiseTimes } from './times.js';

const everyMs = 3000;
const gradebook = document.getElementById('gradebook');
let shown;

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('gradebook');
  if (fresh === null || fresh.innerHTML === shown) return;
  shown = fresh.innerHTML;
  localiseTimes(fresh);
  swap(fresh);
}

// The scrolling region itself stays, and with it the reader's focus and place.
function swap(fresh) {
  const [before, after] = [gradebook.querySelector('.scroll'), fresh.querySelector('.scroll')];
  const [target, source] = before !== null && after !== null ? [before, after] : [gradebook, fresh];
  target.replaceChildren(...source.childNodes);
}

setInterval(() => refresh().catch(() => undefined), everyMs);
