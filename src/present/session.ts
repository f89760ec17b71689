import type { Module } from '../../domain/api/module.ts';
import { listChatQuestions } from '../../storage/chat-questions.ts';
import type { Db } from '../../storage/database.ts';
import { listLinks } from '../../storage/links.ts';
import { listPollDrafts } from '../../storage/poll-drafts.ts';

/** What was asked, shared and voted live, as a module's page shows it to its trainer. */
export async function presentSession(
  db: Db,
  moduleId: string,
): Promise<Pick<Module, 'pollDrafts' | 'links' | 'chatQuestions'>> {
  const [drafts, links, questions] = await Promise.all([
    listPollDrafts(db, moduleId),
    listLinks(db, moduleId),
    listChatQuestions(db, moduleId),
  ]);
  return {
    pollDrafts: drafts.map(({ id, chapter_id: chapterId, at_ms: atMs, ...draft }) => {
      const { state, type, prompt, choices, respondents } = draft;
      return { id, chapterId, state, type, prompt, choices, respondents, atMs };
    }),
    links: links.map(({ id, chapter_id: chapterId, at_ms: atMs, state, url, title, note }) => ({
      id,
      chapterId,
      state,
      url,
      title,
      note,
      atMs,
    })),
    chatQuestions: questions.map(({ id, at_ms: atMs, sender, text }) => ({ id, atMs, sender, text })),
  };
}
