import { AppError, NotFoundError } from '../../domain/app-error.ts';
import { messageType } from '../../lti/vocabulary.ts';
import type { LaunchSession, PlacedPublication } from '../../storage/launch-sessions.ts';
import { findPlacedModule, type PlacedChapter, type PlacedModule } from '../../storage/placed-modules.ts';
import type { Learning } from '../../storage/learning.ts';
import type { Context } from '../context.ts';

/** What one launch lets its person see, and whose learning it is. */
export interface Placement {
  launch: LaunchSession;
  publication: PlacedPublication;
  module: PlacedModule;
  /** The chapters that the launch placed: one, or all of the module. */
  chapters: PlacedChapter[];
  /** Null: nobody known to keep anything for. */
  learning: Learning | null;
  /** Whether scores go to the gradebook: for known learners alone. */
  graded: boolean;
  /** A look at somebody's work: nothing may change, and nothing is graded. */
  isReview: boolean;
}

/**
 * Reads what the launch placed. Throws `NothingPlacedError`: `launch-places-nothing`, `module-retracted` or
 * `chapter-gone`.
 */
export async function readPlacement(ctx: Context, launch: LaunchSession): Promise<Placement> {
  const { publication, organisationId } = launch;
  if (publication === null) throw placesNothing();
  const module = await findPlacedModule(ctx.db, organisationId, publication.moduleId);
  if (module === undefined) throw placesNothing();
  if (module.state !== 'published') throw retracted(launch);
  const chapters = module.chapters.filter(
    ({ id }) => publication.chapterId === null || id === publication.chapterId,
  );
  if (chapters.length === 0) throw gone();
  const isReview = launch.messageType === messageType.submissionReview;
  const learnerId = isReview ? (launch.reviewed?.learnerId ?? null) : launch.learnerId;
  return {
    isReview,
    launch,
    publication,
    module,
    chapters,
    learning: learnerId === null ? null : { learnerId, publicationId: publication.id },
    graded: launch.role === 'learner' && learnerId !== null && !isReview,
  };
}

/** Refuses to change what is only looked at: `review-read-only` (409). */
export function requireChangeable({ isReview }: Placement): void {
  if (!isReview) return;
  throw new AppError('review-read-only', 'You are looking at finished work here. It cannot be changed.', {
    status: 409,
  });
}

/** Whose learning is to be kept. Throws `learner-unknown` where the platform did not say who it is. */
export function learningOf({ learning, launch }: Placement): Learning {
  if (learning !== null) return learning;
  throw new AppError(
    'learner-unknown',
    `${launch.platformName} did not say who you are, so answers cannot be kept. Sign in to your course and open the activity again.`,
    { status: 409 },
  );
}

/** The placed chapter with this id, or `NotFoundError`: a launch of one chapter shows no other. */
export function placedChapter({ chapters }: Placement, chapterId: string): PlacedChapter {
  const chapter = chapters.find(({ id }) => id === chapterId);
  if (chapter === undefined) throw new NotFoundError('chapter');
  return chapter;
}

function placesNothing(): NothingPlacedError {
  return new NothingPlacedError(
    'launch-places-nothing',
    'Nothing is placed behind this link yet. A trainer can open the link’s settings in the course and choose a chapter or a module.',
    { status: 404 },
  );
}

function retracted({ role }: LaunchSession): NothingPlacedError {
  return new NothingPlacedError(
    'module-retracted',
    role === 'trainer'
      ? 'This module is not published now, so learners see this page in its place. Publish it again in Afterclass to bring it back. What learners have done is kept.'
      : 'Your trainer has taken this module back for now. What you have done is kept. Ask your trainer when it returns.',
    { status: 410 },
  );
}

function gone(): NothingPlacedError {
  return new NothingPlacedError(
    'chapter-gone',
    'This chapter is no longer part of its module. Ask your trainer for its new place in the course.',
    { status: 410 },
  );
}

/** A launch that leads to nothing a learner could see now; `code` says why. */
class NothingPlacedError extends AppError {}
