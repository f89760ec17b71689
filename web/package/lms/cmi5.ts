import type { Standing } from '../../learn/local/standing.ts';
import { nobody, type Lms } from './lms.ts';
import { duration } from './scorm.ts';

// cmi5 "Quartz" (AICC/ADL): an assignable unit's side. Section numbers are of that document.

type Json = Record<string, unknown>;

/** The launch's query (§8.1). */
interface Launch {
  endpoint: string;
  fetch: string;
  actor: Json;
  registration: string;
  activityId: string;
}

/** The parts of the LMS's launch data (§10.0) that are used. */
interface LaunchData {
  contextTemplate: Json;
  launchMode: string;
  masteryScore: number | undefined;
}

/** What is kept beside the learner's memory: each of these statements is sent once a registration (§9.3). */
interface Kept {
  memory: string;
  completed: boolean;
  passed: boolean;
}

const verbs = {
  initialized: 'http://adlnet.gov/expapi/verbs/initialized',
  completed: 'http://adlnet.gov/expapi/verbs/completed',
  passed: 'http://adlnet.gov/expapi/verbs/passed',
  failed: 'http://adlnet.gov/expapi/verbs/failed',
  terminated: 'http://adlnet.gov/expapi/verbs/terminated',
};
const categories = 'https://w3id.org/xapi/cmi5/context/categories/';
const masteryExtension = 'https://w3id.org/xapi/cmi5/context/extensions/masteryscore';
const stateId = 'afterclass';
/** A request that outlives its page carries at most 64 kB. */
const maxMemory = 30_000;

/** Begins a session with the LMS and LRS that the launch names; without them the page plays by itself. */
export async function connectCmi5(): Promise<Lms> {
  const launch = readLaunch(new URLSearchParams(location.search));
  if (launch === undefined) return nobody;
  const lrs = createLrs(launch, await fetchToken(launch.fetch));
  const data = readLaunchData(await lrs.read('LMS.LaunchData'));
  // §11.0: the preferences must be asked for; those of language and sound are the browser's own here.
  await lrs.preferences();
  const kept = readKept(await lrs.read(stateId));
  const beganAt = Date.now();
  const graded = data.launchMode === 'Normal';
  let queue: Promise<unknown> = Promise.resolve();
  let hasFailed = false;
  let ended = false;

  const say = (verb: keyof typeof verbs, result?: Json) => {
    const body = statement(launch, data, verb, result);
    queue = queue.then(() => lrs.send(body));
    return queue;
  };
  const result = (more: Json = {}): Json => ({ duration: duration(Date.now() - beganAt), ...more });
  await say('initialized');
  return {
    learnerName: typeof launch.actor['name'] === 'string' ? launch.actor['name'] : '',
    graded,
    memory: kept.memory,
    maxMemory,
    report: async (memory, standing) => {
      if (ended || !graded) return false;
      kept.memory = memory;
      if (standing.complete && !kept.completed) {
        kept.completed = true;
        void say('completed', result({ completion: true }));
      }
      if (standing.success === 'passed' && !kept.passed) {
        kept.passed = true;
        void say('passed', result({ success: true, ...scoreOf(standing, data.masteryScore) }));
      }
      if (standing.success === 'failed' && !kept.passed && !hasFailed) {
        hasFailed = true;
        void say('failed', result({ success: false, ...scoreOf(standing, undefined) }));
      }
      const written = lrs.write(stateId, kept);
      const taken = await Promise.allSettled([queue, written]);
      return taken.every(({ status }) => status === 'fulfilled');
    },
    end: () => {
      if (ended) return;
      ended = true;
      // The page goes: nothing can be waited for.
      void lrs.send(statement(launch, data, 'terminated', result())).catch(() => undefined);
    },
  };
}

function readLaunch(query: URLSearchParams): Launch | undefined {
  const [endpoint, fetchUrl, actor, registration, activityId] = [
    'endpoint',
    'fetch',
    'actor',
    'registration',
    'activityId',
  ].map((name) => query.get(name) ?? '');
  if (!endpoint || !fetchUrl || !actor || !registration || !activityId) return undefined;
  return {
    endpoint: endpoint.endsWith('/') ? endpoint : `${endpoint}/`,
    fetch: fetchUrl,
    actor: asObject(JSON.parse(actor)),
    registration,
    activityId,
  };
}

/** §8.2: one POST, once. */
async function fetchToken(url: string): Promise<string> {
  const answer = await fetch(url, { method: 'POST' });
  const token = asObject(await answer.json())['auth-token'];
  if (typeof token !== 'string') throw new Error('The LMS gave no token for this launch.');
  return token;
}

function createLrs({ endpoint, actor, registration, activityId }: Launch, token: string) {
  const send = async (path: string, query: Record<string, string>, init: RequestInit = {}) => {
    const answer = await fetch(`${endpoint}${path}?${new URLSearchParams(query).toString()}`, {
      ...init,
      keepalive: true,
      headers: {
        authorization: `Basic ${token}`,
        'x-experience-api-version': '1.0.3',
        ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
    });
    if (!answer.ok && answer.status !== 404) throw new Error(`The LRS answered ${answer.status}.`);
    return answer;
  };
  const state = (id: string) => ({ activityId, agent: JSON.stringify(actor), registration, stateId: id });
  return {
    read: async (id: string): Promise<unknown> => {
      const answer = await send('activities/state', state(id));
      return answer.ok ? await answer.json() : undefined;
    },
    write: (id: string, document: unknown) =>
      send('activities/state', state(id), { method: 'PUT', body: JSON.stringify(document) }),
    preferences: () =>
      send('agents/profile', { agent: JSON.stringify(actor), profileId: 'cmi5LearnerPreferences' }),
    send: (body: Json) =>
      send('statements', { statementId: String(body['id']) }, { method: 'PUT', body: JSON.stringify(body) }),
  };
}

/** §9.2 to §9.6: the LMS's template, with the categories that make it a statement of cmi5. */
function statement(
  { actor, registration, activityId }: Launch,
  { contextTemplate, masteryScore }: LaunchData,
  verb: keyof typeof verbs,
  result: Json | undefined,
): Json {
  const isMoveOn = ['completed', 'passed', 'failed'].includes(verb);
  const activities = asObject(contextTemplate['contextActivities']);
  const given = Array.isArray(activities['category']) ? activities['category'].map(asObject) : [];
  const needed = [`${categories}cmi5`, ...(isMoveOn ? [`${categories}moveon`] : [])];
  const others = given.filter(({ id }) => !needed.includes(String(id)));
  const isJudged = ['passed', 'failed'].includes(verb) && masteryScore !== undefined;
  return {
    id: crypto.randomUUID(),
    timestamp: new Date().toISOString(),
    actor,
    verb: { id: verbs[verb], display: { 'en-US': verb } },
    object: { id: activityId, objectType: 'Activity' },
    context: {
      ...contextTemplate,
      registration,
      contextActivities: { ...activities, category: [...others, ...needed.map((id) => ({ id }))] },
      extensions: {
        ...asObject(contextTemplate['extensions']),
        ...(isJudged ? { [masteryExtension]: masteryScore } : {}),
      },
    },
    ...(result === undefined ? {} : { result }),
  };
}

/** §9.5.1: who passed has at least the mastery score; a third of a mark may be lost in rounding. */
function scoreOf({ score }: Standing, masteryScore: number | undefined): Json {
  if (score === null) return {};
  const share = Number((score.given / score.maximum).toFixed(7));
  const scaled =
    masteryScore !== undefined && masteryScore - share < 0.001 ? Math.max(share, masteryScore) : share;
  return { score: { scaled, raw: score.given, min: 0, max: score.maximum } };
}

function readLaunchData(read: unknown): LaunchData {
  const { contextTemplate, launchMode, masteryScore } = asObject(read);
  return {
    contextTemplate: asObject(contextTemplate),
    launchMode: typeof launchMode === 'string' ? launchMode : 'Normal',
    masteryScore: typeof masteryScore === 'number' ? masteryScore : undefined,
  };
}

function readKept(read: unknown): Kept {
  const { memory, completed, passed } = asObject(read);
  return {
    memory: typeof memory === 'string' ? memory : '',
    completed: completed === true,
    passed: passed === true,
  };
}

function asObject(value: unknown): Json {
  // An object's members are looked at one by one where they are used.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
