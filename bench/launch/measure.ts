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

/** Launches as often as the tool can for so many seconds. Every launch is checked to have opened a session. */
export async function measureLaunches(
  sandbox: Sandbox,
  tool: Tool,
  { seconds }: { seconds: number },
): Promise<Measured> {
  const agent = new Agent({ connections: browsers, pipelining: 1 });
  const tookMs: number[] = [];
  const cpuBefore = await tool.cpuSeconds();
  const startMs = performance.now();
  const endMs = startMs + seconds * 1000;
  let turn = 0;
  const browse = async () => {
    while (performance.now() < endMs) {
      turn += 1;
      tookMs.push(await launchOnce(sandbox, tool, agent, turn));
    }
  };
  await Promise.all(Array.from({ length: browsers }, browse));
  const elapsedMs = performance.now() - startMs;
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

/** One login and launch; gives the milliseconds that the tool took for both. */
async function launchOnce(sandbox: Sandbox, tool: Tool, agent: Agent, turn: number): Promise<number> {
  const userId = tool.userIds[turn % tool.userIds.length] ?? '';
  const login = new URLSearchParams({
    iss: sandbox.issuer,
    login_hint: userId,
    target_link_uri: tool.targetLinkUri,
    client_id: tool.clientId,
    lti_message_hint: 'bench',
  });
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const loginMs = performance.now();
  const toPlatform = await send(tool.loginUrl, login.toString(), form, agent);
  const loggedInMs = performance.now();
  const { searchParams } = new URL(toPlatform.location);
  const { clientId, resourceLinkId } = tool;
  const nonce = searchParams.get('nonce') ?? '';
  const claims = sandbox.honestClaims({ userId, clientId, nonce, resourceLinkId });
  const launch = new URLSearchParams({
    id_token: sandbox.mint({ claims }),
    state: searchParams.get('state') ?? '',
  });
  const launchMs = performance.now();
  const opened = await send(
    tool.launchUrl,
    launch.toString(),
    { ...form, cookie: toPlatform.cookies },
    agent,
  );
  const launchedMs = performance.now();
  if (!/\/learn\/|ltik=/.test(opened.location)) throw new Error(`${tool.name} refused: ${opened.body}`);
  return loggedInMs - loginMs + (launchedMs - launchMs);
}

async function send(url: string, body: string, headers: Record<string, string>, agent: Agent) {
  const answer = await request(url, { dispatcher: agent, method: 'POST', headers, body });
  const text = await answer.body.text();
  const set = answer.headers['set-cookie'] ?? [];
  const cookies = (Array.isArray(set) ? set : [set]).map((cookie) => cookie.split(';', 1)[0] ?? '');
  return { location: String(answer.headers['location'] ?? ''), cookies: cookies.join('; '), body: text };
}
