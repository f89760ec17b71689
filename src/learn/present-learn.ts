import { withoutAnswers } from '../../domain/grade.ts';
import { shownPicturesOf } from '../../domain/show-question.ts';
import { answersShownTo, type AnswersShown } from '../../domain/grade-policy.ts';
import type {
  Attempt,
  Learn,
  LearnAttachment,
  LearnLink,
  LearnChapter,
  Receipt,
} from '../../domain/api/learn.ts';
import type { Db } from '../../storage/database.ts';
import type { Learning } from '../../storage/learning.ts';
import {
  listCaptionLanguages,
  type PlacedAttachment,
  type PlacedChapter,
  type PlacedQuiz,
} from '../../storage/placed-modules.ts';
import { findNewestScore } from '../../storage/receipts.ts';
import { listRenditions } from '../../storage/renditions.ts';
import type { AttemptRow } from '../../storage/attempts.ts';
import type { RenditionRow, ScoreRow } from '../../storage/schema.ts';
import type { Context } from '../context.ts';
import { chapterMediaUrl, launchFileUrl, renditionUrl, questionPictureUrls } from '../media-urls.ts';
import { standingOf, type ChapterStanding, type LearningState } from './learning-state.ts';
import type { Placement } from './placement.ts';

/** The whole page of a launch. */
export async function presentLearn(ctx: Context, placement: Placement, state: LearningState): Promise<Learn> {
  const { launch, module, learning } = placement;
  const extras = await readExtras(ctx.db, module.id);
  return {
    moduleTitle: module.title,
    contextTitle: launch.contextTitle,
    platformName: launch.platformName,
    learnerName: launch.learnerName,
    role: launch.role,
    graded: placement.graded,
    reviewOf: placement.isReview ? (launch.reviewed?.name ?? '') : null,
    returnUrl: launch.returnUrl,
    chapters: placement.chapters.map((chapter) => presentOne(ctx, placement, state, chapter, extras)),
    attachments: attachmentsOf(ctx, placement, state, null),
    links: linksOf(placement, null),
    receipt: await readReceipt(ctx.db, learning),
  };
}

/** One chapter of it. */
export async function presentChapter(
  ctx: Context,
  placement: Placement,
  state: LearningState,
  chapter: PlacedChapter,
): Promise<LearnChapter> {
  return presentOne(ctx, placement, state, chapter, await readExtras(ctx.db, placement.module.id));
}

/** What stands beside a module's clips, by chapter. */
interface Extras {
  languages: Map<string, string>;
  renditions: Map<string, RenditionRow[]>;
}

async function readExtras(db: Db, moduleId: string): Promise<Extras> {
  const [languages, renditions] = await Promise.all([
    listCaptionLanguages(db, moduleId),
    listRenditions(db, moduleId),
  ]);
  return { languages, renditions };
}

function presentOne(
  ctx: Context,
  placement: Placement,
  state: LearningState,
  chapter: PlacedChapter,
  { languages, renditions }: Extras,
): LearnChapter {
  const standing = standingOf(placement.module, chapter, state);
  const media = { id: chapter.id, clip_key: chapter.clipKey, clip_revision: chapter.clipRevision };
  const captionsLanguage = languages.get(chapter.id) ?? null;
  return {
    id: chapter.id,
    index: chapter.index,
    title: chapter.title,
    durationMs: chapter.clipDurationMs,
    clipUrl: chapterMediaUrl(ctx, media, 'clip') ?? '',
    hasPicture: chapter.clipFrames !== 0,
    ...presentRenditions(ctx, renditions.get(chapter.id) ?? []),
    posterUrl: chapter.posterKey === null ? null : chapterMediaUrl(ctx, media, 'poster'),
    thumbnailUrl: chapter.thumbnailKey === null ? null : chapterMediaUrl(ctx, media, 'thumbnail'),
    captionsUrl: captionsLanguage === null ? null : chapterMediaUrl(ctx, media, 'captions'),
    captionsLanguage,
    positionMs: standing.positionMs,
    watched: standing.watched,
    checklist: standing.checklist,
    complete: standing.complete,
    quiz: quizOf(ctx, placement, chapter, standing),
    attachments: attachmentsOf(ctx, placement, state, chapter.id),
    links: linksOf(placement, chapter.id),
  };
}

function presentRenditions(
  ctx: Context,
  renditions: readonly RenditionRow[],
): Pick<LearnChapter, 'renditions' | 'hlsUrl'> {
  const level = renditions.find(({ segments }) => segments !== null);
  return {
    renditions: renditions.flatMap((rendition) =>
      rendition.kind === 'source'
        ? []
        : [
            {
              kind: rendition.kind,
              url: renditionUrl(ctx, rendition, rendition.kind),
              bytes: rendition.bytes,
            },
          ],
    ),
    hlsUrl: level ? renditionUrl(ctx, level, 'master.m3u8') : null,
  };
}

function quizOf(
  ctx: Context,
  placement: Placement,
  { id: chapterId, quiz }: PlacedChapter,
  { attempts, counted }: ChapterStanding,
): LearnChapter['quiz'] {
  if (quiz === null) return null;
  const shown = attempts.find(({ state }) => state === 'open') ?? attempts.at(-1);
  return {
    title: quiz.title,
    questionCount: quiz.questions.length,
    passMark: quiz.passMark,
    attemptsLeft: placement.isReview ? 0 : attemptsLeft(placement, quiz, attempts),
    gradePolicy: quiz.gradePolicy,
    counted,
    attempt:
      shown === undefined
        ? null
        : presentAttempt(ctx, chapterId, shown, answersOf(placement, quiz, attempts)),
  };
}

/** Whether the right answers of a quiz may be shown now: to who teaches always, to others as its trainer set it. */
export function answersOf(
  placement: Placement,
  quiz: PlacedQuiz,
  attempts: readonly AttemptRow[],
): AnswersShown {
  const passed = attempts.some((attempt) => attempt.passed === true);
  const standing = { passed, attemptsLeft: attemptsLeft(placement, quiz, attempts) };
  return placement.launch.role === 'trainer' ? 'yes' : answersShownTo(quiz.showAnswers, standing);
}

function attemptsLeft(
  placement: Placement,
  quiz: PlacedQuiz,
  attempts: readonly AttemptRow[],
): number | null {
  const allowed = attemptsAllowed(placement, quiz.attemptsAllowed);
  const used = attempts.filter(({ state }) => state === 'graded').length;
  return allowed === null ? null : Math.max(0, allowed - used);
}

/** The limit counts for learners; a trainer who looks in may try as often as needed. */
export function attemptsAllowed({ graded }: Placement, limit: number | null): number | null {
  return graded ? limit : null;
}

/** An attempt as its learner may see it: what is right only when it is graded, and as far as it is to be shown. */
export function presentAttempt(
  ctx: Context,
  chapterId: string,
  row: AttemptRow,
  answersShown: AnswersShown,
): Attempt {
  return {
    id: row.id,
    number: row.number,
    state: row.state,
    questions: row.shown,
    pictureUrls: questionPictureUrls(ctx, chapterId, row.shown.flatMap(shownPicturesOf)),
    responses: row.responses,
    graded: row.state === 'graded' ? presentGrades(row, answersShown) : null,
    answersShown,
    score: row.score,
    maxScore: row.max_score,
    passed: row.passed,
  };
}

function presentGrades({ graded, questions }: AttemptRow, answersShown: AnswersShown): Attempt['graded'] {
  return graded === null || answersShown === 'yes' ? graded : withoutAnswers(graded, questions);
}

function attachmentsOf(
  ctx: Context,
  { launch, module }: Placement,
  { openedAttachments }: LearningState,
  chapterId: string | null,
): LearnAttachment[] {
  return module.attachments
    .filter((attachment) => attachment.chapterId === chapterId)
    .map((attachment: PlacedAttachment) => ({
      id: attachment.id,
      kind: attachment.kind,
      title: attachment.title,
      fileName: attachment.fileName,
      bytes: attachment.bytes,
      opened: openedAttachments.has(attachment.id),
      url: launchFileUrl(ctx, launch.id, attachment.id),
    }));
}

function linksOf({ module }: Placement, chapterId: string | null): LearnLink[] {
  return module.links
    .filter((link) => link.chapterId === chapterId)
    .map(({ id, title, url }) => ({ id, title, url }));
}

/** What became of the newest score. */
export async function readReceipt(db: Db, learning: Learning | null): Promise<Receipt> {
  const score = learning === null ? undefined : await findNewestScore(db, learning);
  if (score === undefined) {
    return { state: 'not-graded', scoreGiven: null, scoreMaximum: null, at: null, retryAt: null };
  }
  return { scoreGiven: score.score_given, scoreMaximum: score.score_maximum, ...progressOf(score) };
}

function progressOf(score: ScoreRow): Pick<Receipt, 'state' | 'at' | 'retryAt'> {
  if (score.state === 'sent') {
    return { state: 'sent', at: (score.sent_at ?? score.scored_at).toISOString(), retryAt: null };
  }
  const at = score.scored_at.toISOString();
  if (score.state === 'superseded') return { state: 'superseded', at, retryAt: null };
  if (score.state === 'dead') return { state: 'failed', at, retryAt: null };
  const hasFailed = score.state === 'waiting' && score.tries > 0;
  return hasFailed
    ? { state: 'failed', at, retryAt: score.next_try_at.toISOString() }
    : { state: 'waiting', at, retryAt: null };
}
