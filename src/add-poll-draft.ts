import { AppError } from '../domain/app-error.ts';
import { questionOfDraft } from '../domain/poll-draft.ts';
import { checkQuestion } from '../domain/quiz-rules.ts';
import { quizSettingsSchema } from '../domain/quiz.ts';
import { findModuleChapter } from '../storage/module-chapters.ts';
import { touchModule } from '../storage/modules.ts';
import { lockPollDraft, updatePollDraft } from '../storage/poll-drafts.ts';
import { appendQuestions } from '../storage/quizzes.ts';
import type { Context } from './context.ts';

/**
 * Makes a question of a poll, at the end of a chapter's quiz: of the given chapter, else of the one in which it was
 * asked. Throws `poll-not-marked` (422) while nothing is marked as right. Gives the module's id.
 */
export async function addPollDraft(
  ctx: Pick<Context, 'db' | 'now'>,
  organisationId: string,
  { draftId, chapterId }: { draftId: string; chapterId: string | undefined },
): Promise<string> {
  return ctx.db.transaction().execute(async (db) => {
    const draft = await lockPollDraft(db, organisationId, draftId);
    if (draft.state === 'added') throw added();
    const question = questionOfDraft(draft);
    const isMarked = draft.choices.some(({ right }) => right);
    const problem = isMarked ? checkQuestion(question).at(0) : notMarked;
    if (problem) throw new AppError('poll-not-marked', problem.message, { status: 422 });
    const chapter = await findModuleChapter(db, organisationId, chapterOf(chapterId ?? draft.chapter_id));
    if (chapter.module_id !== draft.module_id) throw chapterMissing();
    await appendQuestions(
      db,
      organisationId,
      chapter.id,
      [question],
      quizSettingsSchema.parse({}),
      ctx.now(),
    );
    await updatePollDraft(db, draft.id, { state: 'added', chapterId: chapter.id }, ctx.now());
    await touchModule(db, draft.module_id, ctx.now());
    return draft.module_id;
  });
}

const notMarked = { message: 'Mark the right answer first. The poll does not tell it.' };

function chapterOf(chapterId: string | null): string {
  if (chapterId === null) throw chapterMissing();
  return chapterId;
}

function chapterMissing(): AppError {
  return new AppError('chapter-missing', 'Choose the chapter whose quiz the question goes into.', {
    status: 422,
  });
}

function added(): AppError {
  return new AppError('poll-added', 'The question is in a quiz already.', { status: 409 });
}
