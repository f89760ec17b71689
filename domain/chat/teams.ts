import { readClock } from '../clock.ts';
import { readLines, type MessageHead } from './lines.ts';
import type { ChatReader } from './reader.ts';

/** A Teams chat as copied: `[14:30] Name`, `[9/15/2026 2:30 PM] Name: text` or `Name  2:30 PM`, the text below. */
export const teamsChatReader: ChatReader = {
  format: 'teams',
  recognises: (text) =>
    text
      .slice(0, 50_000)
      .split('\n')
      .some((line) => readHead(line) !== undefined),
  read: (text, hint) => readLines(text, hint, readHead),
};

/** Dates in any order and language: they are not read, for the clock tells the time. */
const date = String.raw`(?:(?:[\d./-]{1,10}|[\p{L}.]{3,10})[, ]{1,2}){0,4}`;
const dateTime = String.raw`${date}(\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?\s?m\.?)?)`;
const bracketed = new RegExp(String.raw`^\[${dateTime}\]\s{1,3}(\S.{0,200})$`, 'iu');
const trailing = new RegExp(String.raw`^(\p{L}[^\n:]{1,80}?)(?:\t| {2,4}| \[)${dateTime}\]?\s?$`, 'iu');

function readHead(line: string): MessageHead | undefined {
  if (line.length > 4000) return undefined;
  const first = bracketed.exec(line.slice(0, 300));
  const clockMs = readClock(first?.[1] ?? '');
  if (first !== null && clockMs !== undefined) {
    const said = line.slice(line.indexOf(']') + 1).trim();
    const colon = said.slice(0, 100).search(/:\s/);
    if (colon > 0)
      return { clockMs, sender: said.slice(0, colon).trim(), text: said.slice(colon + 1).trim() };
    return { clockMs, sender: said.replace(/:$/, '').trim(), text: '' };
  }
  const [, sender = '', clock = ''] = (line.length > 150 ? null : trailing.exec(line)) ?? [];
  const atClock = readClock(clock);
  return atClock === undefined ? undefined : { clockMs: atClock, sender: sender.trim(), text: '' };
}
