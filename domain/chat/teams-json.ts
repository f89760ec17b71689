import { z } from 'zod';
import { looksLikeJson, readJson } from '../formats/json.ts';
import type { Warning } from '../formats/text.ts';
import { nameLink, plainTextOf } from './plain-text.ts';
import type { ChatDraft, ChatHint, ChatMessage, ChatReader } from './reader.ts';

/** The messages of a Teams chat as Microsoft Graph gives them (`chatMessage` resources), the oldest first. */
export const graphChatReader: ChatReader = {
  format: 'teams-json',
  recognises: (text) => looksLikeJson(text) && text.includes('"createdDateTime"') && text.includes('"body"'),
  read(text, hint) {
    const draft: ChatDraft = { messages: [], warnings: [], problems: [] };
    const json = readJson(text);
    if ('problem' in json) return { ...draft, problems: [json.problem] };
    const list = listSchema.safeParse(json.value);
    if (!list.success) return { ...draft, problems: [{ message: 'The JSON holds no list of messages.' }] };
    const resources = sortResources(dropRepeated(readResources(list.data, draft.warnings), draft.warnings));
    draft.messages = resources.flatMap((resource) => messageOf(resource, hint));
    const isTimed = draft.messages.some(({ atMs }) => atMs !== undefined);
    if (!isTimed && resources.some(({ createdDateTime }) => Number.isFinite(Date.parse(createdDateTime))))
      draft.warnings.push({
        message:
          "The messages tell date and time, and those of the recording's start (such as 2026-09-15T14:30:00Z) are not known: the times were left out.",
      });
    return draft;
  },
};

const attachmentSchema = z.looseObject({ name: z.string().nullish(), contentUrl: z.string().nullish() });
const named = z.looseObject({ displayName: z.string().nullish() }).nullish();
const messageSchema = z.looseObject({
  id: z.string().optional(),
  createdDateTime: z.string(),
  deletedDateTime: z.string().nullish(),
  messageType: z.string().optional(),
  from: z.looseObject({ user: named, application: named }).nullish(),
  body: z.looseObject({ content: z.string().nullish(), contentType: z.string().optional() }),
  attachments: z.array(attachmentSchema).nullish().catch(null),
});
type Resource = z.infer<typeof messageSchema>;

const list = z.array(z.unknown());
const listSchema = z.union([
  list,
  z.object({ value: list }).transform(({ value }) => value),
  z.object({ messages: list }).transform(({ messages }) => messages),
]);
const threadSchema = z.looseObject({ replies: list });

/** In a channel the answers stand inside the message that they answer. */
function readResources(values: readonly unknown[], warnings: Warning[]): Resource[] {
  const all = values.flatMap((value) => [value, ...(threadSchema.safeParse(value).data?.replies ?? [])]);
  const read = all.flatMap((value) => messageSchema.safeParse(value).data ?? []);
  const broken = all.length - read.length;
  const entries =
    broken === 1 ? '1 entry is no message and was' : `${String(broken)} entries are no messages and were`;
  if (broken > 0) warnings.push({ message: `${entries} left out.` });
  return read;
}

/** Pages that were fetched one after another overlap where somebody wrote in between. */
function dropRepeated(resources: readonly Resource[], warnings: Warning[]): Resource[] {
  const seen = new Set<string>();
  const kept = resources.filter(({ id, createdDateTime }) => {
    if (id === undefined) return true;
    const key = JSON.stringify([id, createdDateTime]);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
  const repeated = resources.length - kept.length;
  const stood =
    repeated === 1
      ? '1 message stood there twice and was'
      : `${String(repeated)} messages stood there twice and were`;
  if (repeated > 0) warnings.push({ message: `${stood} read once.` });
  return kept;
}

/** Graph gives the newest message first, and several files put together come in no order. */
function sortResources(resources: readonly Resource[]): readonly Resource[] {
  const timed = resources.map((resource) => ({ resource, ms: Date.parse(resource.createdDateTime) }));
  if (timed.some(({ ms }) => Number.isNaN(ms))) return resources;
  return timed.toSorted((one, other) => one.ms - other.ms).map(({ resource }) => resource);
}

function messageOf(resource: Resource, { startsAt }: ChatHint): ChatMessage[] {
  const { createdDateTime, deletedDateTime, messageType = 'message', from, body, attachments } = resource;
  if (messageType !== 'message' || (deletedDateTime !== null && deletedDateTime !== undefined)) return [];
  const content = body.content ?? '';
  const words = body.contentType === 'text' ? content.trim() : plainTextOf(content);
  const files = (attachments ?? []).flatMap(({ name, contentUrl }) =>
    contentUrl ? [nameLink(contentUrl, name ?? '')] : (name ?? []),
  );
  const text = [words, ...files].filter(Boolean).join('\n');
  const atMs = startsAt === undefined ? NaN : Date.parse(createdDateTime) - Date.parse(startsAt);
  const sender = from?.user?.displayName ?? from?.application?.displayName ?? '';
  return [{ ...(Number.isFinite(atMs) ? { atMs: Math.max(0, atMs) } : {}), sender, text }];
}
