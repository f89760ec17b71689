import type { CourseStanding, PersonStanding } from '../domain/api/standing.ts';
import { AppError, NotFoundError } from '../domain/app-error.ts';
import { readRoster, type Member } from '../lti/services/memberships.ts';
import { findPlacedModule } from '../storage/placed-modules.ts';
import { findPlacedCourse, listDoings, type CourseRoster, type Doing } from '../storage/rosters.ts';
import type { Context } from './context.ts';
import { ltiOf } from './lti.ts';

/**
 * Who has not started, is under way or has finished in one of the organisation's publications. The LMS is asked each time
 * and its list is not kept: nobody's name stays here who never came. Throws `NotFoundError`.
 */
export async function describeStanding(
  ctx: Context,
  organisationId: string,
  publicationId: string,
): Promise<CourseStanding> {
  const placed = await findPlacedCourse(ctx.db, organisationId, publicationId);
  const module = await findPlacedModule(ctx.db, organisationId, placed.moduleId);
  if (module === undefined) throw new NotFoundError('publication');
  const chapterCount = placed.chapterId === null ? module.chapters.length : 1;
  const doings = await listDoings(ctx.db, publicationId);
  const { members, ...told } = await askRoster(ctx, placed.roster);
  const people = members === undefined ? doings : joinDoings(members, doings);
  return {
    ...told,
    chapterCount,
    people: people
      .map((person) => present(person, chapterCount))
      .toSorted((one, other) => one.name.localeCompare(other.name)),
  };
}

type Told = Pick<CourseStanding, 'roster' | 'reason'> & { members?: Member[] };

async function askRoster(ctx: Context, roster: CourseRoster | null): Promise<Told> {
  if (roster === null) return { roster: 'not-granted', reason: null };
  try {
    const { members, isWhole } = await readRoster(ltiOf(ctx), roster);
    return { roster: isWhole ? 'whole' : 'partial', reason: null, members };
  } catch (error) {
    if (error instanceof AppError) return { roster: 'unreachable', reason: error.message };
    throw error;
  }
}

interface Person {
  name: string;
  /** Absent: nothing is kept of them. */
  doing?: Doing;
}

/** The active learners of the course; what somebody did who has left it does not count. */
function joinDoings(members: readonly Member[], doings: readonly Doing[]): Person[] {
  const bySubject = new Map(doings.map((doing) => [doing.subject, doing]));
  return members
    .filter(({ role, status }) => role === 'learner' && status === 'active')
    .map(({ subject, name }) => {
      const doing = bySubject.get(subject);
      return { name: name || (doing?.name ?? ''), ...(doing && { doing }) };
    });
}

function present(person: Person | Doing, chapterCount: number): PersonStanding {
  const doing = 'subject' in person ? person : person.doing;
  if (doing === undefined) return { name: person.name, standing: 'not-started', completed: 0 };
  const standing = doing.completed >= chapterCount ? 'finished' : 'under-way';
  return { name: person.name, standing, completed: doing.completed };
}
