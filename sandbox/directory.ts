import { nextId } from './context.ts';
import type { SandboxContext } from './context.ts';
import type {
  CourseRole,
  Enrolment,
  LineItem,
  RegisteredTool,
  ResourceLink,
  SandboxCourse,
  SandboxUser,
} from './nouns.ts';
import { SandboxError } from './sandbox-error.ts';
import type { NewCourse, NewLineItem, NewResourceLink, NewUser } from './types.ts';

/** Adds a person, with made-up parts of the name where none are given. */
export function addUser(ctx: SandboxContext, user: NewUser): SandboxUser {
  const [givenName = user.name, ...rest] = user.name.split(' ');
  const added: SandboxUser = {
    id: user.id ?? nextId(ctx),
    name: user.name,
    givenName,
    familyName: rest.join(' ') || givenName,
    email: user.email ?? `${user.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}@example.test`,
    isAdministrator: user.isAdministrator ?? false,
    ...(user.isTestStudent === true ? { isTestStudent: true } : {}),
  };
  ctx.state.users.push(added);
  ctx.save();
  return added;
}

/** Adds an empty course. */
export function addCourse(ctx: SandboxContext, course: NewCourse): SandboxCourse {
  const added = { id: course.id ?? nextId(ctx), title: course.title, label: course.label ?? course.title };
  ctx.state.courses.push(added);
  ctx.save();
  return added;
}

/** Enrols somebody, or changes what they are in the course. */
export function enrol(
  ctx: SandboxContext,
  courseId: string,
  userId: string,
  roles: readonly CourseRole[],
  status: Enrolment['status'],
): Enrolment {
  findCourse(ctx, courseId);
  findUser(ctx, userId);
  const changed = Math.max(0, ...ctx.state.enrolments.map((enrolment) => enrolment.changed)) + 1;
  const enrolled: Enrolment = { courseId, userId, roles: [...roles], status, changed };
  const others = ctx.state.enrolments.filter(
    (other) => other.courseId !== courseId || other.userId !== userId,
  );
  ctx.state.enrolments = [...others, enrolled];
  ctx.save();
  return enrolled;
}

/** Places an activity in a course. */
export function addResourceLink(ctx: SandboxContext, link: NewResourceLink): ResourceLink {
  const tool = findTool(ctx, link.clientId);
  findCourse(ctx, link.courseId);
  const added: ResourceLink = {
    id: nextId(ctx),
    courseId: link.courseId,
    clientId: link.clientId,
    deploymentId: link.deploymentId ?? firstDeployment(tool),
    title: link.title,
    ...(link.text === undefined ? {} : { text: link.text }),
    url: link.url ?? tool.targetLinkUri,
    custom: { ...link.custom },
    container: link.container ?? 'iframe',
  };
  ctx.state.resourceLinks.push(added);
  ctx.save();
  return added;
}

/** Adds a column to a course's gradebook. */
export function addLineItem(ctx: SandboxContext, item: NewLineItem): LineItem {
  findCourse(ctx, item.courseId);
  const added: LineItem = { ...item, id: nextId(ctx) };
  ctx.state.lineItems.push(added);
  ctx.save();
  return added;
}

/** Copies a course's links and columns under new ids; nobody is enrolled in the copy. */
export function copyCourse(ctx: SandboxContext, courseId: string, title: string | undefined): SandboxCourse {
  const original = findCourse(ctx, courseId);
  const links = ctx.state.resourceLinks.filter((link) => link.courseId === courseId);
  const items = ctx.state.lineItems.filter((item) => item.courseId === courseId);
  const copy = addCourse(ctx, { title: title ?? `${original.title} (copy)` });
  const newLinkIds = new Map(
    links.map((link) => [link.id, addResourceLink(ctx, { ...link, courseId: copy.id }).id]),
  );
  for (const { resourceLinkId, ...item } of items) {
    const newLinkId = newLinkIds.get(resourceLinkId ?? '');
    addLineItem(ctx, {
      ...item,
      courseId: copy.id,
      ...(newLinkId === undefined ? {} : { resourceLinkId: newLinkId }),
    });
  }
  return copy;
}

/** A person by id, or a 404. */
export function findUser(ctx: SandboxContext, id: string): SandboxUser {
  return found(
    ctx.state.users.find((user) => user.id === id),
    'person',
  );
}

/** A course by id, or a 404. */
export function findCourse(ctx: SandboxContext, id: string): SandboxCourse {
  return found(
    ctx.state.courses.find((course) => course.id === id),
    'course',
  );
}

/** A tool by client id, or a 404. */
export function findTool(ctx: SandboxContext, clientId: string): RegisteredTool {
  return found(
    ctx.state.tools.find((tool) => tool.clientId === clientId),
    'tool',
  );
}

/** An activity by id, or a 404. */
export function findResourceLink(ctx: SandboxContext, id: string): ResourceLink {
  return found(
    ctx.state.resourceLinks.find((link) => link.id === id),
    'activity',
  );
}

/** What somebody is in a course now; nothing when they left or were never in it. */
export function findEnrolment(ctx: SandboxContext, courseId: string, userId: string): Enrolment | undefined {
  return ctx.state.enrolments.find(
    (enrolment) =>
      enrolment.courseId === courseId && enrolment.userId === userId && enrolment.status !== 'Deleted',
  );
}

/** May build the course and see everybody's results: its teachers, and administrators everywhere. */
export function mayTeach(ctx: SandboxContext, courseId: string, user: SandboxUser): boolean {
  const roles = findEnrolment(ctx, courseId, user.id)?.roles ?? [];
  return user.isAdministrator || roles.some((role) => role !== 'Learner' && role !== 'Mentor');
}

/** The active learners of a course, in the order they came to the LMS. */
export function learnersOf(ctx: SandboxContext, courseId: string): SandboxUser[] {
  return ctx.state.users.filter((user) => {
    const enrolment = findEnrolment(ctx, courseId, user.id);
    return enrolment?.status === 'Active' && enrolment.roles.includes('Learner');
  });
}

/** The deployment a tool was registered with. */
export function firstDeployment(tool: RegisteredTool): string {
  return found(tool.deploymentIds[0], 'deployment');
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new SandboxError(404, 'not-found', `There is no such ${what}.`);
  return value;
}
