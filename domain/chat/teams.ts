import { z } from 'zod';
import { readClock } from '../clock.ts';
import { looksLikeJson, readJson } from '../formats/json.ts';
import { plainTextOf } from './plain-text.ts';
import { readLines, type MessageHead } from './lines.ts';
import type { ChatDraft, ChatHint, ChatMessage, ChatReader } from './reader.ts';

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

const dateTime = String.raw`(?:[\d./-]{4,10}[, ]{1,2}|[\p{L}.]{3,10}[, ]{1,2})?(\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[AP]M)?)`;
const bracketed = new RegExp(String.raw`^\[${dateTime}\]\s{1,3}(\S.{0,200})$`, 'iu');
const trailing = new RegExp(String.raw`^(\p{Lu}[^\n:]{1,80}?)(?:\t| {2,4}| \[)${dateTime}\]?\s?$`, 'iu');

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

/** The messages of a Teams chat as Microsoft Graph gives them (`chatMessage` resources). */
export const graphChatReader: ChatReader = {
  format: 'teams-json',
  recognises: (text) => looksLikeJson(text) && text.includes('"createdDateTime"') && text.includes('"body"'),
  read(text, hint) {
    const draft: ChatDraft = { messages: [], warnings: [], problems: [] };
    const json = readJson(text);
    if ('problem' in json) return { ...draft, problems: [json.problem] };
    const list = listSchema.safeParse(json.value);
    if (!list.success) return { ...draft, problems: [{ message: 'The JSON holds no list of messages.' }] };
    let broken = 0;
    for (const value of list.data) {
      const message = messageSchema.safeParse(value);
      if (!message.success) broken += 1;
      else draft.messages.push(...messageOf(message.data, hint));
    }
    if (broken > 0)
      draft.warnings.push({ message: `${String(broken)} entries are no messages and were left out.` });
    // Graph gives the newest message first.
    if (isNewestFirst(list.data)) draft.messages.reverse();
    return draft;
  },
};

const messageSchema = z.looseObject({
  createdDateTime: z.string(),
  deletedDateTime: z.string().nullish(),
  messageType: z.string().optional(),
  from: z.looseObject({ user: z.looseObject({ displayName: z.string().nullish() }).nullish() }).nullish(),
  body: z.looseObject({ content: z.string().nullish(), contentType: z.string().optional() }),
});
const list = z.array(z.unknown());
const listSchema = z.union([
  list,
  z.object({ value: list }).transform(({ value }) => value),
  z.object({ messages: list }).transform(({ messages }) => messages),
]);

function messageOf(message: z.infer<typeof messageSchema>, { startsAt }: ChatHint): ChatMessage[] {
  const { createdDateTime, deletedDateTime, messageType = 'message', from, body } = message;
  if (messageType !== 'message' || (deletedDateTime !== null && deletedDateTime !== undefined)) return [];
  const content = body.content ?? '';
  const text = body.contentType === 'text' ? content : plainTextOf(content);
  const atMs = startsAt === undefined ? NaN : Date.parse(createdDateTime) - Date.parse(startsAt);
  const sender = from?.user?.displayName ?? '';
  return [{ ...(Number.isFinite(atMs) ? { atMs: Math.max(0, atMs) } : {}), sender, text: text.trim() }];
}

function isNewestFirst(values: readonly unknown[]): boolean {
  const [first, last] = [values[0], values.at(-1)].map(
    (value) => messageSchema.safeParse(value).data?.createdDateTime ?? '',
  );
  return first !== undefined && last !== undefined && first > last;
}
