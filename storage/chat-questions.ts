import type { Db } from './database.ts';
import type { ChatQuestionRow } from './schema.ts';

/** Adds what was asked in a chat to a module, in order. `sender` is a number unless the trainer wants names kept. */
export async function insertChatQuestions(
  db: Db,
  of: { organisationId: string; moduleId: string },
  questions: readonly { atMs: number | null; sender: string; text: string }[],
): Promise<void> {
  if (questions.length === 0) return;
  await db
    .insertInto('chat_questions')
    .values(
      questions.map(({ atMs, sender, text }) => ({
        organisation_id: of.organisationId,
        module_id: of.moduleId,
        at_ms: atMs,
        sender,
        text,
      })),
    )
    .execute();
}

/** What was asked in the chat of a module's session, in the order in which it came. */
export async function listChatQuestions(db: Db, moduleId: string): Promise<ChatQuestionRow[]> {
  return db
    .selectFrom('chat_questions')
    .selectAll()
    .where('module_id', '=', moduleId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}
