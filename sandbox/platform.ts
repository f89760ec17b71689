import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { createApp } from './app.ts';
import { answerAuthRequest, launchingUser } from './authorization.ts';
import { honestClaims } from './claims.ts';
import { importPackage } from './cartridge/import-package.ts';
import { createContext, nextId, noHits } from './context.ts';
import type { SandboxContext } from './context.ts';
import { placeItems, verifyReturn } from './deep-linking.ts';
import {
  addCourse,
  addLineItem,
  addResourceLink,
  addUser,
  copyCourse,
  enrol,
  findEnrolment,
  findTool,
  firstDeployment,
} from './directory.ts';
import { endpointsOf } from './endpoints.ts';
import { buildGradebook } from './gradebook.ts';
import { beginDeepLinking, beginLaunch, beginSubmissionReview } from './launches.ts';
import { listen } from './listen.ts';
import { mintToken } from './mint.ts';
import { profiles } from './profiles.ts';
import { addTool, registrationUrl } from './registration.ts';
import { startSession } from './sessions.ts';
import type { MintChanges, Sandbox, SandboxOptions } from './types.ts';

/** Starts a sandbox LMS on loopback: an LTI 1.3 Advantage platform with pages, and everything a test may turn. */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const host = options.host ?? '127.0.0.1';
  const servers = [createServer(), ...(servesElsewhere(options) ? [createServer()] : [])];
  const [origin = '', serviceOrigin = origin] = await Promise.all(
    servers.map(async (server, index) => {
      const port = await listen(server, host, index === 0 ? (options.port ?? 0) : 0);
      return (index === 0 ? options.origin : undefined) ?? `http://${host}:${port}`;
    }),
  );
  const ctx = createContext({ origin, serviceOrigin }, options);
  for (const server of servers) server.on('request', createApp(ctx));
  return {
    origin,
    issuer: ctx.issuer,
    endpoints: endpointsOf(ctx),
    tokenAudience: ctx.tokenAudience,
    close: () => close(ctx, servers),
    ...directoryOf(ctx),
    ...messagesOf(ctx),
    scores: ctx.scores,
    deepLinkReturns: ctx.deepLinkReturns,
    keys: ctx.keys,
    faults: ctx.faults,
    hits: ctx.hits,
    resetHits: () => void Object.assign(ctx.hits, noHits()),
  };
}

function directoryOf(ctx: SandboxContext) {
  const { state } = ctx;
  return {
    addUser: (user) => addUser(ctx, user),
    addCourse: (course) => addCourse(ctx, course),
    enrol: (courseId, userId, role, status = 'Active') => enrol(ctx, courseId, userId, [role].flat(), status),
    unenrol(courseId, userId) {
      const enrolled = findEnrolment(ctx, courseId, userId);
      if (enrolled !== undefined) enrol(ctx, courseId, userId, enrolled.roles, 'Deleted');
    },
    registerTool(tool) {
      const added = addTool(ctx, tool);
      return { clientId: added.clientId, deploymentId: firstDeployment(added) };
    },
    addDeployment(clientId) {
      const id = nextId(ctx);
      findTool(ctx, clientId).deploymentIds.push(id);
      ctx.save();
      return id;
    },
    activateTool(clientId) {
      findTool(ctx, clientId).state = 'active';
      ctx.save();
    },
    registrationUrl: (toolUrl) => registrationUrl(ctx, toolUrl),
    addResourceLink: (link) => addResourceLink(ctx, link),
    addLineItem: (item) => addLineItem(ctx, item),
    copyCourse: (courseId, title) => copyCourse(ctx, courseId, title),
    importPackage: (courseId, bytes) => importPackage(ctx, courseId, bytes),
    scormRecord: (packageId, item, userId) => ctx.scorm.record(packageId, item, userId),
    users: () => state.users,
    courses: () => state.courses,
    tools: () => state.tools,
    tool: (clientId) => findTool(ctx, clientId),
    resourceLinks: (courseId) => state.resourceLinks.filter((link) => link.courseId === courseId),
    lineItems: (courseId) => state.lineItems.filter((item) => item.courseId === courseId),
    result: (lineItemId, userId) =>
      state.results.find((result) => result.lineItemId === lineItemId && result.userId === userId),
    gradebook: (courseId) => buildGradebook(ctx, courseId),
  } satisfies Partial<Sandbox>;
}

function messagesOf(ctx: SandboxContext) {
  return {
    signIn: (userId) => startSession(ctx, userId),
    beginLaunch: (launch) => beginLaunch(ctx, launch),
    beginDeepLinking: (picking) => beginDeepLinking(ctx, picking),
    beginSubmissionReview: (review) => beginSubmissionReview(ctx, review),
    authorise(authRequest, { signedInAs, ...changes }: MintChanges & { signedInAs?: string | null } = {}) {
      const parameters = readQuery(new URL(authRequest));
      return answerAuthRequest(
        ctx,
        parameters,
        signedInAs === undefined ? launchingUser(ctx, parameters) : (signedInAs ?? undefined),
        changes,
      );
    },
    async acceptDeepLink(returnUrl, jwt) {
      const verified = await verifyReturn(ctx, new URL(returnUrl).searchParams.get('key') ?? '', jwt);
      return { ...verified, ...placeItems(ctx, verified) };
    },
    honestClaims: (subject) => honestClaims(ctx, subject),
    mint: (token) => mintToken(ctx.keys, token),
  } satisfies Partial<Sandbox>;
}

/** A parameter given twice becomes an array, as in Express. */
function readQuery(url: URL): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(url.searchParams.keys())].map((name) => {
      const values = url.searchParams.getAll(name);
      return [name, values.length > 1 ? values : (values[0] ?? '')];
    }),
  );
}

/** Behind a given public address there is one server only. */
function servesElsewhere({ profile = 'strict', origin }: SandboxOptions): boolean {
  return profiles[profile].servesElsewhere && origin === undefined;
}

async function close(ctx: SandboxContext, servers: readonly Server[]): Promise<void> {
  ctx.closing.abort();
  await Promise.all(
    servers.map((server) => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    }),
  );
  ctx.scorm.close();
  ctx.save();
}
