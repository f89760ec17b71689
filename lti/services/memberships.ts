import { z } from 'zod';
import { AppError } from '../../domain/app-error.ts';
import type { LaunchRole } from '../../domain/person.ts';
import { notePlatformCheck } from '../../storage/platforms.ts';
import type { CourseRoster } from '../../storage/rosters.ts';
import { mapRoles } from '../launch/map-roles.ts';
import type { Lti } from '../lti.ts';
import { readJson } from './read-json.ts';
import { mediaType, scope } from '../vocabulary.ts';
import { callWithToken, ServiceRefusedError } from './line-items.ts';
import { differencesLink, nextPage } from './next-page.ts';

/** Somebody in a course, as the platform tells it; only `subject` and `role` are sure. */
export interface Member {
  /** The `sub` of their launches. */
  subject: string;
  role: LaunchRole;
  /** `deleted` only in differences: who has left since. */
  status: 'active' | 'inactive' | 'deleted';
  name: string;
}

/** Who is in a course. */
export interface Roster {
  members: Member[];
  /** False: the platform's list broke off (a loop, another site, too long), and somebody may be missing. */
  isWhole: boolean;
  /** Where to ask later what has changed. */
  differencesUrl: string | undefined;
}

const memberSchema = z.object({
  user_id: z.union([z.string().min(1).max(255), z.number().transform(String)]),
  roles: z.array(z.string()).catch([]),
  // Absent: active (NRPS §2.1).
  status: z.enum(['Active', 'Inactive', 'Deleted']).catch('Active'),
  name: z.string().max(300).nullish().catch(null),
  given_name: z.string().max(150).nullish().catch(null),
  family_name: z.string().max(150).nullish().catch(null),
});
const pageSchema = z.object({ members: z.array(memberSchema) });

const maxPages = 200;
const maxMembers = 20_000;

/**
 * Fetches who is in a course, all pages (NRPS 2.0; rule 37); `url` may be an earlier roster's `differencesUrl`. Nothing is
 * kept. Throws `ServiceRefusedError`, `TokenRefusedError` or `PlatformUnreachableError`.
 */
export async function readRoster(lti: Lti, course: CourseRoster, url = course.rosterUrl): Promise<Roster> {
  try {
    const roster = await readPages(lti, course, url);
    await notePlatformCheck(lti.db, course, 'roster', { now: lti.now(), ok: true });
    return roster;
  } catch (error) {
    if (error instanceof AppError) {
      const { message } = error;
      await notePlatformCheck(lti.db, course, 'roster', { now: lti.now(), ok: false, message });
    }
    throw error;
  }
}

async function readPages(lti: Lti, course: CourseRoster, url: string): Promise<Roster> {
  const members = new Map<string, Member>();
  const seen = new Set<string>();
  let isWhole = true;
  let differencesUrl: string | undefined;
  for (let next: string | undefined = url; next !== undefined;) {
    seen.add(next);
    const { answer, page } = await readPage(lti, course, next);
    for (const member of page) members.set(member.subject, member);
    const link = answer.header('link');
    differencesUrl = differencesLink(link, next) ?? differencesUrl;
    const following = nextPage(link, next);
    const mayGoOn: boolean =
      following.url !== undefined &&
      !seen.has(following.url) &&
      seen.size < maxPages &&
      members.size < maxMembers;
    isWhole = !following.isForeign && (following.url === undefined || mayGoOn);
    next = mayGoOn ? following.url : undefined;
  }
  return { members: [...members.values()], isWhole, differencesUrl };
}

async function readPage(lti: Lti, course: CourseRoster, url: string) {
  const caller = { platform: course, deploymentId: course.deploymentId, scopes: [scope.memberships] };
  const answer = await callWithToken(lti, caller, url, { headers: { accept: mediaType.memberships } });
  const parsed = pageSchema.safeParse(readJson(answer.text));
  if (answer.status !== 200 || !parsed.success) {
    throw new ServiceRefusedError('to tell who is in the course', answer);
  }
  return { answer, page: parsed.data.members.map(toMember) };
}

function toMember(member: z.infer<typeof memberSchema>): Member {
  const { given_name: given, family_name: family } = member;
  const statuses = { Active: 'active', Inactive: 'inactive', Deleted: 'deleted' } as const;
  return {
    subject: member.user_id,
    role: mapRoles(member.roles),
    status: statuses[member.status],
    name: member.name ?? [given, family].filter(Boolean).join(' '),
  };
}
