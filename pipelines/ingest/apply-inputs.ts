import { assignQuestions } from '../../domain/assign-questions.ts';
import { attachmentKindOf, chapterOfAttachment } from '../../domain/place-attachment.ts';
import { picturesOf } from '../../domain/picture.ts';
import { quizSettingsSchema } from '../../domain/quiz.ts';
import { shorten, type Warning } from '../../domain/formats/text.ts';
import { insertAttachment } from '../../storage/attachments.ts';
import { listChapters } from '../../storage/chapters.ts';
import { keepPictures } from '../../storage/question-pictures.ts';
import { appendQuestions } from '../../storage/quizzes.ts';
import { setFilesApplied } from '../../storage/recording-files.ts';
import { addWarnings } from '../../storage/recordings.ts';
import type { ChapterRow, RecordingRow } from '../../storage/schema.ts';
import { saveTranscript } from '../../storage/transcripts.ts';
import type { EnqueueDeps } from '../pipeline-deps.ts';
import { applyChat, applyPolls, type SessionTarget } from './apply-session.ts';
import type { ReadInput } from './read-inputs.ts';

/**
 * Puts what came with a recording into its module: the transcript, questions to their chapters, attachments. Does
 * nothing before there are chapters. `deps.db` is a transaction that holds the recording's lock.
 */
export async function applyInputs(
  deps: EnqueueDeps,
  recording: Pick<RecordingRow, 'id' | 'organisation_id'>,
  inputs: readonly ReadInput[],
): Promise<void> {
  const chapters = await listChapters(deps.db, recording.id);
  const [first] = chapters;
  if (!first) return;
  for (const input of inputs) {
    const warnings = await applyInput(deps, { recording, chapters, moduleId: first.module_id }, input);
    const from = input.role === 'unreadable' ? input.as : input.role;
    await addWarnings(deps.db, recording.id, from, warnings);
  }
  await setFilesApplied(
    deps.db,
    inputs.map(({ fileId }) => fileId),
    deps.now(),
  );
}

interface Target {
  recording: Pick<RecordingRow, 'id' | 'organisation_id'>;
  moduleId: string;
  chapters: readonly ChapterRow[];
}

async function applyInput(deps: EnqueueDeps, target: Target, input: ReadInput): Promise<readonly Warning[]> {
  switch (input.role) {
    case 'transcript':
      await saveTranscript(deps.db, target.recording.id, input.transcript);
      return input.transcript.warnings;
    case 'quiz':
      return await addQuestions(deps, target, input);
    case 'attachment':
      await attach(deps, target, input);
      return [];
    case 'polls':
      return [...input.warnings, ...(await applyPolls(deps.db, sessionOf(target), input.polls))];
    case 'chat':
      return [...input.warnings, ...(await applyChat(deps.db, sessionOf(target), input.messages))];
    case 'unreadable':
      return [{ message: `${input.fileName} was left out. ${input.message}` }];
  }
}

function sessionOf({ recording, moduleId, chapters }: Target): SessionTarget {
  return { organisationId: recording.organisation_id, moduleId, chapters };
}

/** Adds the questions behind those that a chapter has. */
async function addQuestions(
  { db, now }: EnqueueDeps,
  { recording, chapters }: Target,
  { quiz, pictures }: Extract<ReadInput, { role: 'quiz' }>,
): Promise<Warning[]> {
  const { byChapter, warnings } = assignQuestions(
    quiz.questions,
    chapters.map(({ title }) => title),
  );
  for (const [index, questions] of byChapter) {
    const chapter = chapters[index];
    if (!chapter) continue;
    const settings = quizSettingsSchema.parse({});
    const organisationId = recording.organisation_id;
    const shown = new Set(questions.flatMap(picturesOf).map(({ id }) => id));
    const own = pictures.filter(({ id }) => shown.has(id));
    await keepPictures(db, { organisationId, chapterId: chapter.id }, own, now());
    await appendQuestions(db, organisationId, chapter.id, questions, settings, now());
  }
  return [...quiz.warnings, ...warnings];
}

async function attach(
  { db }: EnqueueDeps,
  { recording, moduleId, chapters }: Target,
  input: Extract<ReadInput, { role: 'attachment' }>,
): Promise<void> {
  const { fileName, contentType, bytes, blobKey } = input;
  const index = chapterOfAttachment(
    fileName,
    chapters.map(({ title }) => title),
  );
  await insertAttachment(db, {
    organisationId: recording.organisation_id,
    moduleId,
    chapterId: (index === undefined ? undefined : chapters[index]?.id) ?? null,
    kind: attachmentKindOf(fileName),
    title: attachmentTitle(fileName),
    file: { fileName, contentType, bytes, blobKey },
  });
}

function attachmentTitle(fileName: string): string {
  const bare = fileName
    .replace(/\.[^.]+$/, '')
    .replaceAll(/[_-]+/g, ' ')
    .trim();
  return shorten(bare === '' ? fileName : bare, 300);
}
