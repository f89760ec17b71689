import { chatLinks, chatQuestions, type ChatMessage } from '../../domain/chat.ts';
import { shorten, type Warning } from '../../domain/formats/text.ts';
import { cleanAddress, linkTitle } from '../../domain/link.ts';
import { draftPolls } from '../../domain/poll-draft.ts';
import type { Poll } from '../../domain/polls/poll.ts';
import { insertChatQuestions } from '../../storage/chat-questions.ts';
import type { Db } from '../../storage/database.ts';
import { insertLinks } from '../../storage/links.ts';
import { insertPollDrafts } from '../../storage/poll-drafts.ts';
import type { ChapterRow } from '../../storage/schema.ts';

/** The module that what was asked and shared live goes into. */
export interface SessionTarget {
  organisationId: string;
  moduleId: string;
  chapters: readonly Pick<ChapterRow, 'id' | 'start_ms' | 'end_ms'>[];
}

const maxLinks = 300;
const maxQuestions = 500;
const maxTextLength = 2000;

/** Offers each poll as a draft of a question, in the chapter in whose span it was asked. */
export async function applyPolls(db: Db, target: SessionTarget, polls: readonly Poll[]): Promise<Warning[]> {
  const { drafts, warnings } = draftPolls(polls);
  const placed = drafts.map((draft) => ({ ...draft, chapterId: chapterAt(target, draft.atMs) }));
  await insertPollDrafts(db, target, placed);
  return warnings;
}

/** Offers the links of a chat, and lists what was asked in it. */
export async function applyChat(
  db: Db,
  target: SessionTarget,
  messages: readonly ChatMessage[],
): Promise<Warning[]> {
  const links = new Map<string, { url: string; note: string; atMs: number | null }>();
  const shared = chatLinks(messages);
  for (const { url: written, atMs = null, text } of shared) {
    const url = cleanAddress(written);
    if (url !== undefined && !links.has(url))
      links.set(url, { url, note: shorten(text, maxTextLength), atMs });
  }
  const offered = [...links.values()].slice(0, maxLinks).map(({ url, note, atMs }) => ({
    state: 'offered' as const,
    chapterId: chapterAt(target, atMs),
    title: linkTitle(url, note),
    url,
    note,
    atMs,
  }));
  await insertLinks(db, target, offered);
  const asked = chatQuestions(messages).slice(0, maxQuestions);
  await insertChatQuestions(
    db,
    target,
    asked.map(({ atMs = null, sender, text }) => ({ atMs, sender, text: shorten(text, maxTextLength) })),
  );
  return links.size > maxLinks
    ? [{ message: `The chat has more than ${String(maxLinks)} links; the others were left out.` }]
    : [];
}

/** What came after the last chapter's end, or before the first one, belongs to none. */
function chapterAt({ chapters }: SessionTarget, atMs: number | null): string | null {
  if (atMs === null) return null;
  return chapters.find(({ start_ms: start, end_ms: end }) => start <= atMs && atMs < end)?.id ?? null;
}
