import { NotFoundError } from '../domain/app-error.ts';
import type { NewPollDraft, PollDraftChoice, PollDraftState } from '../domain/poll-draft.ts';
import type { Db } from './database.ts';
import type { PollDraftRow } from './schema.ts';

/** Adds drafts to a module, in order. */
export async function insertPollDrafts(
  db: Db,
  of: { organisationId: string; moduleId: string },
  drafts: readonly (NewPollDraft & { chapterId: string | null })[],
): Promise<void> {
  if (drafts.length === 0) return;
  await db
    .insertInto('poll_drafts')
    .values(
      drafts.map((draft) => ({
        organisation_id: of.organisationId,
        module_id: of.moduleId,
        chapter_id: draft.chapterId,
        type: draft.type,
        prompt: draft.prompt,
        choices: JSON.stringify(draft.choices),
        respondents: draft.respondents,
        at_ms: draft.atMs,
      })),
    )
    .execute();
}

/** The drafts of a module, in the order in which they came. */
export async function listPollDrafts(db: Db, moduleId: string): Promise<PollDraftRow[]> {
  return db
    .selectFrom('poll_drafts')
    .selectAll()
    .where('module_id', '=', moduleId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

/** The organisation's draft, or `NotFoundError`; nobody else changes it until the transaction ends. */
export async function lockPollDraft(db: Db, organisationId: string, id: string): Promise<PollDraftRow> {
  return db
    .selectFrom('poll_drafts')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow(() => new NotFoundError('question from a poll'));
}

/** Changes a draft that the caller has locked. */
export async function updatePollDraft(
  db: Db,
  id: string,
  changes: {
    prompt?: string | undefined;
    choices?: readonly PollDraftChoice[] | undefined;
    chapterId?: string | null | undefined;
    state?: PollDraftState | undefined;
  },
  now: Date,
): Promise<void> {
  const { prompt, choices, chapterId, state } = changes;
  await db
    .updateTable('poll_drafts')
    .set({
      updated_at: now,
      ...(prompt === undefined ? {} : { prompt }),
      ...(choices === undefined ? {} : { choices: JSON.stringify(choices) }),
      ...(chapterId === undefined ? {} : { chapter_id: chapterId }),
      ...(state === undefined ? {} : { state }),
    })
    .where('id', '=', id)
    .execute();
}
