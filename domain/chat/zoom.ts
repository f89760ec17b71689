import { readClock } from '../clock.ts';
import { foldSpaces } from '../formats/text.ts';
import { parseTime } from '../time.ts';
import { readLines, type MessageHead } from './lines.ts';
import type { ChatReader } from './reader.ts';

/** Names and headings are shorter; a longer line is text. */
const maxHeadLength = 500;

/** Zoom's chat beside a cloud recording: `00:01:02<tab>Name:<tab>text`, counted from the recording's start. */
export const zoomChatReader: ChatReader = {
  format: 'zoom',
  recognises: (text) =>
    text
      .slice(0, 50_000)
      .split('\n')
      // A table may have such lines, but for the colon behind its second column.
      .some((line) => readCloudHead(line.split('\t', 2).join('\t')) !== undefined),
  read: (text, hint) => readLines(text, hint, readCloudHead),
};

/** Zoom's chat as saved on a computer: `14:30:12 From Name to Everyone:`, in times of day. */
export const zoomLocalChatReader: ChatReader = {
  format: 'zoom-local',
  recognises: (text) =>
    text
      .slice(0, 50_000)
      .split('\n')
      .some((line) => readLocalHead(line) !== undefined),
  read: (text, hint) => readLines(text, hint, readLocalHead),
};

const cloudHead = /^(\d{1,2}:\d{2}:\d{2})\t([^\n]{1,500}?):\s{0,5}(?:\t|$)/;

function readCloudHead(line: string): MessageHead | undefined {
  const [whole = '', stamp = '', name = ''] = cloudHead.exec(line) ?? [];
  const atMs = parseTime(stamp);
  const sender = foldSpaces(name);
  if (atMs === undefined || sender === '' || /^From\s/.test(sender)) return undefined;
  return { atMs, sender, text: line.slice(whole.length).trim() };
}

/** Zoom writes in its user's language, and newer versions put the date before the time. */
const localStart =
  /^\s?(?:\d{4}-\d{2}-\d{2}\s)?(\d{1,2}:\d{2}:\d{2}(?:\s?[AP]M)?)\s{1,5}(From|Von|De|Van|Da|Від|От)\s{1,5}(?=\S)/;
const toWords: readonly [from: string, to: string][] = [
  ['from', 'to'],
  ['von', 'an'],
  ['de', 'à'],
  ['de', 'a'],
  ['de', 'para'],
  ['van', 'aan'],
  ['da', 'a'],
  ['від', 'до'],
  ['от', 'кому'],
];

/** Where ` to Everyone` begins; French and Spanish share their word for from. */
function recipientAt(head: string, from: string): number {
  const words = toWords.filter(([one]) => one === from);
  return Math.max(...words.map(([, to]) => head.lastIndexOf(` ${to} `)));
}

/** What stands behind the name of somebody to whom alone a message was written. */
const privately =
  /\((?:\p{L}{1,20}\s)?(?:direct[ao]?|direkt(?:nachricht|e)?|dirett[ao]|diret[ao]|priv\p{L}{1,10})(?:\s\p{L}{1,20})?\)/iu;

function readLocalHead(line: string): MessageHead | undefined {
  const [start = '', clock = '', from = ''] = localStart.exec(line.slice(0, 60)) ?? [];
  const clockMs = readClock(clock);
  if (clockMs === undefined) return undefined;
  const rest = line.slice(start.length);
  const colon = headEnd(rest, from.toLowerCase());
  if (colon < 0) return undefined;
  const head = rest.slice(0, colon);
  const to = recipientAt(head.toLowerCase(), from.toLowerCase());
  const text = rest.slice(colon + 1).trim();
  const isPrivate = privately.test(head.slice(Math.max(0, to))) || (to >= 0 && /^\(Privately\)/i.test(text));
  return {
    clockMs,
    sender: head.slice(0, to < 0 ? undefined : to).trim(),
    text,
    ...(isPrivate ? { private: true } : {}),
  };
}

/** Where the colon behind the names is: the first, but that of a name with a colon ends the line. */
function headEnd(rest: string, from: string): number {
  const first = rest.slice(0, maxHeadLength).search(/:(?:\s|$)/);
  const last = rest.trimEnd().length - 1;
  const isLast = rest.charAt(last) === ':' && last < maxHeadLength;
  const names = (end: number): boolean => recipientAt(rest.slice(0, end).toLowerCase(), from) >= 0;
  return isLast && first >= 0 && !names(first) && names(last) ? last : first;
}
