import { z } from 'zod';
import type { Db } from '../../storage/database.ts';
import { findGradedPublication, setLineItem, type GradedPublication } from '../../storage/publications.ts';
import { withExclusiveLock } from '../../storage/exclusive-lock.ts';
import { AppError } from '../../domain/app-error.ts';
import type { PlatformAnswer, PlatformRequest } from './fetch-platform.ts';
import type { Lti } from '../lti.ts';
import { readJson } from './read-json.ts';
import { nextPage } from './next-page.ts';
import type { TokenRequest } from './service-tokens.ts';
import { mediaType, scope } from '../vocabulary.ts';

/** A platform's service said no with this status. */
export class ServiceRefusedError extends AppError {
  readonly answer: PlatformAnswer;

  constructor(what: string, answer: PlatformAnswer) {
    super('service-refused', `The LMS refused ${what} (${answer.status}).`, { status: 502 });
    this.answer = answer;
  }
}

/** There is no column for this activity, and none can be made; or somebody else is just making one. */
export class NoLineItemError extends AppError {
  readonly temporary: boolean;

  constructor(code: 'no-line-item' | 'line-item-in-the-making', sentence: string) {
    super(code, sentence, { status: 409 });
    this.temporary = code === 'line-item-in-the-making';
  }
}

/** What marks our line items among a course's. */
export const lineItemTag = 'afterclass';

/** The publication's module or chapter, as line items name it. */
export function resourceIdOf(placed: { moduleId: string; chapterId: string | null | undefined }): string {
  return placed.chapterId ?? placed.moduleId;
}

/** What is being looked for or made in this process, by publication: whoever asks meanwhile waits for the same one. */
const searches = new WeakMap<Lti, Map<string, Promise<string>>>();
/** Each holds a database connection for its lock while it talks to its platform. */
const maxSearches = 4;

/**
 * The address of a publication's line item: from its launches, or found in the course, or made (rule 36). One process at a
 * time looks and makes, so that two learners do not make two columns. Throws `NoLineItemError`, `ServiceRefusedError`.
 */
export async function requireLineItem(
  lti: Lti,
  publication: GradedPublication,
  scoreMaximum: number,
): Promise<string> {
  if (publication.lineItemUrl !== null) return publication.lineItemUrl;
  const running = searches.get(lti) ?? new Map<string, Promise<string>>();
  searches.set(lti, running);
  const known = running.get(publication.id);
  if (known !== undefined) return await known;
  if (running.size >= maxSearches) throw inTheMaking();
  const search = findOrMakeLineItem(lti, publication, scoreMaximum);
  running.set(publication.id, search);
  try {
    return await search;
  } finally {
    running.delete(publication.id);
  }
}

async function findOrMakeLineItem(
  lti: Lti,
  publication: GradedPublication,
  scoreMaximum: number,
): Promise<string> {
  const { lineItemsUrl } = publication;
  const reads = [scope.lineItem, scope.lineItemReadonly].filter((name) => publication.scopes.includes(name));
  const [readScope] = reads;
  if (lineItemsUrl === null || readScope === undefined) throw noLineItem();
  const locked = await withExclusiveLock(lti.db, `line-item ${publication.id}`, async () => {
    const known = await knownByNow(lti.db, publication.id);
    if (known !== null) return known;
    const course: Course = { lti, publication, lineItemsUrl, scopes: [readScope] };
    const url = (await findLineItem(course)) ?? (await createLineItem(course, scoreMaximum));
    await setLineItem(lti.db, publication.id, url);
    return url;
  });
  if (locked !== undefined) return locked.result;
  throw inTheMaking();
}

async function knownByNow(db: Db, publicationId: string): Promise<string | null> {
  return (await findGradedPublication(db, publicationId))?.lineItemUrl ?? null;
}

interface Course {
  lti: Lti;
  publication: GradedPublication;
  lineItemsUrl: string;
  scopes: readonly string[];
}

const lineItemSchema = z.object({
  id: z.url(),
  resourceLinkId: z.string().nullish(),
  resourceId: z.string().nullish(),
});
type LineItem = z.infer<typeof lineItemSchema>;

/**
 * By the link first. By our resource id only where the item is no other link's: after a course copy the copied column is
 * found, and a chapter placed twice keeps two columns.
 */
async function findLineItem(course: Course): Promise<string | undefined> {
  const { resourceLinkId } = course.publication;
  const resourceId = resourceIdOf(course.publication);
  const ofLink = (await listLineItems(course, 'resource_link_id', resourceLinkId)).filter(
    (item) => item.resourceLinkId === resourceLinkId,
  );
  const [linked] = [...ofLink.filter((item) => item.resourceId === resourceId), ...ofLink];
  if (linked !== undefined) return linked.id;
  const ofResource = await listLineItems(course, 'resource_id', resourceId);
  return ofResource.find((item) => item.resourceId === resourceId && (item.resourceLinkId ?? '') === '')?.id;
}

const maxPages = 20;

/** All pages of a filtered list; platforms that do not filter answer everything. */
async function listLineItems(course: Course, filter: string, value: string): Promise<LineItem[]> {
  const first = new URL(course.lineItemsUrl);
  first.searchParams.set(filter, value);
  const items: LineItem[] = [];
  const seen = new Set<string>();
  for (let next: string | undefined = first.href; next !== undefined && seen.size < maxPages;) {
    seen.add(next);
    const answer = await callService(course, next, { headers: { accept: mediaType.lineItems } });
    if (answer.status !== 200) throw new ServiceRefusedError('to list the grade columns', answer);
    items.push(...z.array(lineItemSchema).catch([]).parse(readJson(answer.text)));
    const following: string | undefined = nextPage(answer.header('link'), next).url;
    next = following === undefined || seen.has(following) ? undefined : following;
  }
  return items;
}

async function createLineItem(course: Course, scoreMaximum: number): Promise<string> {
  const { publication } = course;
  if (!publication.scopes.includes(scope.lineItem)) throw noLineItem();
  const answer = await callService(course, course.lineItemsUrl, {
    method: 'POST',
    headers: { 'content-type': mediaType.lineItem, accept: mediaType.lineItem },
    body: JSON.stringify({
      label: publication.title,
      scoreMaximum,
      resourceId: resourceIdOf(publication),
      resourceLinkId: publication.resourceLinkId,
      tag: lineItemTag,
    }),
  });
  const made = lineItemSchema.safeParse(readJson(answer.text));
  if (answer.status < 200 || answer.status > 299 || !made.success) {
    throw new ServiceRefusedError('to make a grade column', answer);
  }
  return made.data.id;
}

function callService(course: Course, url: string, request: PlatformRequest): Promise<PlatformAnswer> {
  const { lti, publication, scopes } = course;
  return callWithToken(lti, { ...publication, scopes }, url, request);
}

/** Calls a service with the platform's token; once more with a new one where the platform no longer takes it (rule 28). */
export async function callWithToken(
  lti: Lti,
  caller: TokenRequest,
  url: string,
  request: PlatformRequest,
): Promise<PlatformAnswer> {
  const { accessToken } = await lti.serviceTokens.get(caller);
  const answer = await callWith(lti, accessToken, url, request);
  if (answer.status !== 401) return answer;
  lti.serviceTokens.forget(caller, accessToken);
  const renewed = await lti.serviceTokens.get(caller);
  return await callWith(lti, renewed.accessToken, url, request);
}

async function callWith(
  lti: Lti,
  accessToken: string,
  url: string,
  request: PlatformRequest,
): Promise<PlatformAnswer> {
  const headers = { ...request.headers, authorization: `Bearer ${accessToken}` };
  return await lti.fetchPlatform(url, { ...request, headers });
}

function inTheMaking(): NoLineItemError {
  return new NoLineItemError('line-item-in-the-making', 'The grade column is being made.');
}

function noLineItem(): NoLineItemError {
  return new NoLineItemError(
    'no-line-item',
    'The LMS has no grade column for this activity, and does not let one be made. Turn its grade on there, open it once, and send the score again.',
  );
}
