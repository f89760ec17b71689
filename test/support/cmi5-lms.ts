import { randomUUID } from 'node:crypto';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import express from 'express';
import { strFromU8, unzipSync } from 'fflate';
import { z } from 'zod';
import { findElements, readXml, type XmlElement } from '../../domain/formats/xml.ts';
import { listen } from '../../sandbox/listen.ts';

const statementSchema = z.object({
  id: z.string(),
  verb: z.object({ id: z.string() }),
  object: z.object({ id: z.string() }),
  context: z.object({
    registration: z.string(),
    contextActivities: z.object({ category: z.array(z.object({ id: z.string() })) }),
  }),
  result: z.record(z.string(), z.unknown()).optional(),
});

/** A statement as the LRS was given it, as far as it is looked at. */
type Statement = z.infer<typeof statementSchema>;

/** An LMS for one cmi5 package: serves it, launches its units, and holds the record store that they report to. */
export interface Cmi5Lms {
  origin: string;
  /** The assignable units of `cmi5.xml`, in order. */
  units: { id: string; moveOn: string; masteryScore: number | undefined; url: string }[];
  /** The address of a fresh launch of a unit; the registration stays. */
  launch(unit: number): string;
  /** Accepted statements, in order. */
  statements: Statement[];
  /** What was refused, and why. */
  refusals: string[];
  close(): Promise<void>;
}

const agent = {
  objectType: 'Agent',
  name: 'Learner one',
  account: { homePage: 'https://lms.example', name: '7' },
};

/** Unpacks a package and serves it on loopback with everything that a launch needs (cmi5 §8 to §11). */
export async function openCmi5Lms(bytes: Uint8Array): Promise<Cmi5Lms> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-cmi5-'));
  const files = unzipSync(bytes);
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  const units = readUnits(strFromU8(files['cmi5.xml'] ?? new Uint8Array()));
  const registration = randomUUID();
  const statements: Statement[] = [];
  const refusals: string[] = [];
  const documents = new Map<string, unknown>();
  const tokens = new Map<string, { token: string; unit: number; fetched: boolean }>();
  const app = express();
  const json = express.json({ type: () => true });
  const refuse = (res: express.Response, status: number, reason: string) => {
    refusals.push(reason);
    res.status(status).json({ reason });
  };
  const unitOf = (req: express.Request) =>
    [...tokens.values()].find(({ token }) => req.get('authorization') === `Basic ${token}`)?.unit;

  app.post('/fetch/:id', (req, res) => {
    const session = tokens.get(req.params.id);
    if (session === undefined || session.fetched) {
      refuse(res, 400, 'the token was fetched twice');
      return;
    }
    session.fetched = true;
    res.json({ 'auth-token': session.token });
  });
  app.use('/lrs', (req, res, next) => {
    if (unitOf(req) === undefined) refuse(res, 401, `${req.method} ${req.path} without a token`);
    else if (!req.get('x-experience-api-version')?.startsWith('1.0')) refuse(res, 400, 'no xAPI version');
    else next();
  });
  app.get('/lrs/activities/state', (req, res) => {
    const unit = units[unitOf(req) ?? 0];
    if (req.query['stateId'] === 'LMS.LaunchData') {
      res.json({
        contextTemplate: {
          contextActivities: { grouping: [{ id: 'https://lms.example/courses/1' }] },
          extensions: { 'https://w3id.org/xapi/cmi5/context/extensions/sessionid': randomUUID() },
        },
        launchMode: 'Normal',
        ...(unit?.masteryScore === undefined ? {} : { masteryScore: unit.masteryScore }),
        moveOn: unit?.moveOn,
      });
      return;
    }
    const document = documents.get(keyOf(req));
    if (document === undefined) res.status(404).end();
    else res.json(document);
  });
  app.put('/lrs/activities/state', json, (req, res) => {
    documents.set(keyOf(req), req.body);
    res.status(204).end();
  });
  app.get('/lrs/agents/profile', (_req, res) => {
    res.status(404).end();
  });
  app.put('/lrs/statements', json, (req, res) => {
    const statement = statementSchema.parse(req.body);
    if (statement.id !== req.query['statementId'] || statement.context.registration !== registration) {
      refuse(res, 400, `a statement of another session: ${statement.verb.id}`);
      return;
    }
    statements.push(statement);
    res.status(204).end();
  });
  app.use(express.static(folder));
  const server = createServer(app);
  const origin = `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}`;
  return {
    origin,
    units,
    statements,
    refusals,
    launch(unit) {
      const id = randomUUID();
      tokens.set(id, { token: randomUUID(), unit, fetched: false });
      const url = new URL(units[unit]?.url ?? '', `${origin}/`);
      url.search = new URLSearchParams({
        endpoint: `${origin}/lrs`,
        fetch: `${origin}/fetch/${id}`,
        actor: JSON.stringify(agent),
        registration,
        activityId: `${origin}/activities/${unit}`,
      }).toString();
      return url.href;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function keyOf(req: express.Request): string {
  return ['activityId', 'agent', 'registration', 'stateId']
    .map((name) => JSON.stringify(req.query[name]))
    .join(' ');
}

function readUnits(text: string): Cmi5Lms['units'] {
  const read = readXml(text);
  if ('problem' in read) throw new Error(read.problem.message);
  return findElements(read.root, 'au').map(({ attributes, children }: XmlElement) => ({
    id: attributes['id'] ?? '',
    moveOn: attributes['moveOn'] ?? '',
    masteryScore: attributes['masteryScore'] === undefined ? undefined : Number(attributes['masteryScore']),
    url: children.find(({ name }) => name === 'url')?.text ?? '',
  }));
}
