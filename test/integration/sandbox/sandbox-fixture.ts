import { z } from 'zod';
import { createSandbox } from '../../../sandbox/platform.ts';
import { createTestTool, withPath } from '../../../sandbox/test-tool.ts';
import type { TestTool } from '../../../sandbox/test-tool.ts';
import type { Sandbox, SandboxOptions, ToolIdentity } from '../../../sandbox/types.ts';
import { claim, mediaType } from '../../../sandbox/vocabulary.ts';

/** A sandbox with a course, a teacher, two learners, and the test tool registered in it. */
export interface Classroom {
  sandbox: Sandbox;
  tool: TestTool;
  identity: ToolIdentity;
  courseId: string;
  teacherId: string;
  learnerId: string;
  otherLearnerId: string;
  linkId: string;
  close(): Promise<void>;
}

/** Starts a sandbox and a tool, and furnishes a first classroom. */
export async function openClassroom(options: SandboxOptions = {}): Promise<Classroom> {
  const [sandbox, tool] = await Promise.all([createSandbox(options), createTestTool()]);
  const identity = sandbox.registerTool(tool.details);
  const close = async () => {
    await Promise.all([sandbox.close(), tool.close()]);
  };
  return furnish({ sandbox, tool, identity, close });
}

/** A fresh course with people of its own in the same sandbox, all faults healed and all counts at zero. */
export function furnish(open: Pick<Classroom, 'sandbox' | 'tool' | 'identity' | 'close'>): Classroom {
  const { sandbox, identity } = open;
  sandbox.faults.reset();
  sandbox.resetHits();
  const courseId = sandbox.addCourse({ title: 'Course' }).id;
  const person = (name: string) => sandbox.addUser({ name }).id;
  const [teacherId, learnerId, otherLearnerId] = [
    person('Teacher'),
    person('Learner one'),
    person('Learner two'),
  ];
  sandbox.enrol(courseId, teacherId, 'Instructor');
  sandbox.enrol(courseId, learnerId, 'Learner');
  sandbox.enrol(courseId, otherLearnerId, 'Learner');
  const linkId = sandbox.addResourceLink({ courseId, clientId: identity.clientId, title: 'Activity' }).id;
  return { ...open, courseId, teacherId, learnerId, otherLearnerId, linkId };
}

/** How the posts to one line item ended, in order. */
export function outcomesOf(room: Classroom, lineItemId: string): string[] {
  return room.sandbox.scores.filter((score) => score.lineItemId === lineItemId).map((score) => score.outcome);
}

/** Posts a login initiation to the tool and gives the authentication request it answers with. */
export async function loginAt(login: { url: string; form: Readonly<Record<string, string>> }): Promise<URL> {
  const answer = await fetch(login.url, {
    method: 'POST',
    body: new URLSearchParams(login.form),
    redirect: 'manual',
  });
  return new URL(answer.headers.get('location') ?? '');
}

/** Goes through login and launch without a browser; gives what the tool verified. */
export async function launch(
  room: Classroom,
  login: { url: string; form: Readonly<Record<string, string>> },
) {
  const { action, form } = room.sandbox.authorise(await loginAt(login));
  const answer = await fetch(action, { method: 'POST', body: new URLSearchParams(form) });
  if (!answer.ok) throw new Error(`The tool answered ${answer.status}`);
  const payload = room.tool.launches.at(-1);
  if (payload === undefined) throw new Error('The tool saw no launch.');
  return payload;
}

const endpointSchema = z.object({
  lineitems: z.string(),
  lineitem: z.string().optional(),
  scope: z.array(z.string()),
});

/** The AGS claim of a learner's launch. */
export async function agsOf(room: Classroom, resourceLinkId = room.linkId) {
  const payload = await launch(room, room.sandbox.beginLaunch({ userId: room.learnerId, resourceLinkId }));
  return endpointSchema.parse(payload[claim.ags]);
}

/** A column on the activity, its address, and a token for all services. */
export async function openColumn(room: Classroom) {
  const { sandbox, tool, courseId, identity, linkId } = room;
  const item = sandbox.addLineItem({
    courseId,
    clientId: identity.clientId,
    label: 'Quiz',
    scoreMaximum: 5,
    resourceLinkId: linkId,
  });
  const url = (await agsOf(room)).lineitem ?? '';
  return { item, url, token: await tool.accessToken(identity.clientId, sandbox.endpoints.token) };
}

/** GETs a service address with its media type. */
export function getService(url: string, token: string, type: keyof typeof mediaType): Promise<Response> {
  return fetch(url, { headers: { Authorization: `Bearer ${token}`, Accept: mediaType[type] } });
}

export { withPath };

/** A final score, with changes. */
export function scoreOf(
  userId: string,
  atSecond: number,
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    userId,
    timestamp: new Date(Date.UTC(2026, 0, 1) + atSecond * 1000).toISOString(),
    activityProgress: 'Completed',
    gradingProgress: 'FullyGraded',
    scoreGiven: 4,
    scoreMaximum: 5,
    ...changes,
  };
}
