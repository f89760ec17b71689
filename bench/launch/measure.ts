import { Agent, request } from 'undici';
import type { Sandbox } from '../../sandbox/types.ts';
import type { Tool } from './tool.ts';

/** What one round gave. */
export interface Measured {
  perSecond: number;
  /** Launches for each second of CPU that the tool used: what one core of its own would do. */
  perCpuSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/** Browsers that launch at the same time. */
const browsers = 16;
/** Launches of one turn: all log in, then the platform signs all their tokens, then all launch. ltijs takes tokens for 10 s. */
const perTurn = 160;

/**
 * Launches as often as the tool can, for so many seconds of its own: signing takes the platform longer than a launch takes the
 * tool, and is left out. Every launch is checked to have opened a session.
 */
export async function measureLaunches(
  sandbox: Sandbox,
  tool: Tool,
  { seconds }: { seconds: number },
): Promise<Measured> {
  const agent = new Agent({ connections: browsers, pipelining: 1 });
  const tookMs: number[] = [];
  const cpuBefore = await tool.cpuSeconds();
  let elapsedMs = 0;
  while (elapsedMs < seconds * 1000) {
    const users = Array.from({ length: perTurn }, (_, index) => userAt(tool, tookMs.length + index));
    const loggedIn = await together(users, (userId) => logIn(sandbox, tool, agent, userId));
    const signed = loggedIn.answers.map((login) => ({ ...login, idToken: sign(sandbox, tool, login) }));
    const launched = await together(signed, (launch) => launchWith(tool, agent, launch));
    elapsedMs += loggedIn.elapsedMs + launched.elapsedMs;
    launched.tookMs.forEach((ms, index) => tookMs.push(ms + (loggedIn.tookMs[index] ?? NaN)));
  }
  const cpuSeconds = (await tool.cpuSeconds()) - cpuBefore;
  await agent.close();
  tookMs.sort((one, other) => one - other);
  return {
    perSecond: (tookMs.length / elapsedMs) * 1000,
    perCpuSecond: tookMs.length / cpuSeconds,
    p50Ms: tookMs[Math.floor(tookMs.length * 0.5)] ?? NaN,
    p99Ms: tookMs[Math.floor(tookMs.length * 0.99)] ?? NaN,
  };
}

function userAt(tool: Tool, turn: number): string {
  return tool.userIds[turn % tool.userIds.length] ?? '';
}

/** Does one step for everybody, as many at a time as there are browsers; gives answers and milliseconds in their order. */
async function together<Asked, Answer>(
  all: readonly Asked[],
  step: (one: Asked) => Promise<Answer>,
): Promise<{ answers: Answer[]; tookMs: number[]; elapsedMs: number }> {
  const answers: Answer[] = [];
  const tookMs: number[] = [];
  const waiting = [...all.entries()];
  const browse = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, asked] = next;
      const beganMs = performance.now();
      answers[index] = await step(asked);
      tookMs[index] = performance.now() - beganMs;
    }
  };
  const beganMs = performance.now();
  await Promise.all(Array.from({ length: browsers }, browse));
  return { answers, tookMs, elapsedMs: performance.now() - beganMs };
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };

interface LoggedIn {
  userId: string;
  state: string;
  nonce: string;
  cookie: string;
}

async function logIn(sandbox: Sandbox, tool: Tool, agent: Agent, userId: string): Promise<LoggedIn> {
  const login = new URLSearchParams({
    iss: sandbox.issuer,
    login_hint: userId,
    target_link_uri: tool.targetLinkUri,
    client_id: tool.clientId,
    lti_message_hint: 'bench',
  });
  const { location, cookies } = await send(tool.loginUrl, login.toString(), form, agent);
  const { searchParams } = new URL(location);
  const state = searchParams.get('state') ?? '';
  return { userId, state, nonce: searchParams.get('nonce') ?? '', cookie: cookies };
}

/** What the platform does in between. */
function sign(sandbox: Sandbox, { clientId, resourceLinkId }: Tool, { userId, nonce }: LoggedIn): string {
  return sandbox.mint({ claims: sandbox.honestClaims({ userId, clientId, nonce, resourceLinkId }) });
}

async function launchWith(
  tool: Tool,
  agent: Agent,
  { state, cookie, idToken }: LoggedIn & { idToken: string },
): Promise<void> {
  const launch = new URLSearchParams({ id_token: idToken, state });
  const opened = await send(tool.launchUrl, launch.toString(), { ...form, cookie }, agent);
  if (!/\/learn\/|ltik=/.test(opened.location)) throw new Error(`${tool.name} refused: ${opened.body}`);
}

async function send(url: string, body: string, headers: Record<string, string>, agent: Agent) {
  const answer = await request(url, { dispatcher: agent, method: 'POST', headers, body });
  const text = await answer.body.text();
  const set = answer.headers['set-cookie'] ?? [];
  const cookies = (Array.isArray(set) ? set : [set]).map((cookie) => cookie.split(';', 1)[0] ?? '');
  return { location: String(answer.headers['location'] ?? ''), cookies: cookies.join('; '), body: text };
}
