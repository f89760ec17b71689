import { readClock } from '../clock.ts';
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
      .some((line) => readCloudHead(line) !== undefined),
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

function readCloudHead(line: string): MessageHead | undefined {
  const [stamp = '', name = '', ...text] = line.split('\t', 50);
  if (!/^\d{1,2}:\d{2}:\d{2}$/.test(stamp) || !/\S\s?:\s*$/.test(name.slice(-20))) return undefined;
  const atMs = parseTime(stamp);
  const sender = name.trim().slice(0, -1).trim();
  if (atMs === undefined || sender === '' || name.length > maxHeadLength || /^From\s/.test(name.trim()))
    return undefined;
  return { atMs, sender, text: text.join('\t').trim() };
}

/** Zoom writes in its user's language, and newer versions put the date before the time. */
const localStart =
  /^\s?(?:\d{4}-\d{2}-\d{2}\s)?(\d{1,2}:\d{2}:\d{2})\s{1,5}(From|Von|De|Van|Da)\s{1,5}(?=\S)/;
const toWords: readonly [from: string, to: string][] = [
  ['from', 'to'],
  ['von', 'an'],
  ['de', 'à'],
  ['de', 'a'],
  ['de', 'para'],
  ['van', 'aan'],
  ['da', 'a'],
];

/** Where ` to Everyone` begins; French and Spanish share their word for from. */
function recipientAt(head: string, from: string): number {
  const words = toWords.filter(([one]) => one === from);
  return Math.max(...words.map(([, to]) => head.lastIndexOf(` ${to} `)));
}

function readLocalHead(line: string): MessageHead | undefined {
  const [start = '', clock = '', from = ''] = localStart.exec(line.slice(0, 50)) ?? [];
  const clockMs = readClock(clock);
  if (clockMs === undefined) return undefined;
  const rest = line.slice(start.length);
  const colon = rest.slice(0, maxHeadLength).search(/:(?:\s|$)/);
  if (colon < 0) return undefined;
  const head = rest.slice(0, colon);
  const to = recipientAt(head.toLowerCase(), from.toLowerCase());
  const isPrivate = /\((?:direct message|privately|direktnachricht|message direct|mensaje directo)\)/i.test(
    head,
  );
  return {
    clockMs,
    sender: head.slice(0, to < 0 ? undefined : to).trim(),
    text: rest.slice(colon + 1).trim(),
    ...(isPrivate ? { private: true } : {}),
  };
}
