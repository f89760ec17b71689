import path from 'node:path';
import { createSandbox } from '../../sandbox/platform.ts';
import { seedSandbox } from '../../sandbox/seed.ts';
import type { Sandbox } from '../../sandbox/types.ts';
import { findUserByEmail, insertOrganisation, insertUser } from '../../storage/accounts.ts';
import { insertApiToken } from '../../storage/api-tokens.ts';
import type { Config } from '../config.ts';
import { createContext, type Context } from '../context.ts';
import { freePort } from '../free-port.ts';
import { startJobRunner } from '../job-runner.ts';
import { hashPassword } from '../password.ts';
import { startService } from '../service.ts';
import { hashToken, newToken } from '../tokens.ts';
import { createApiClient } from './api-client.ts';
import { placeInCourse, registerInSandbox } from './place-module.ts';
import { sampleModule } from './sample-module.ts';

/** Who may sign in to the demo. It listens on loopback only. */
const account = { email: 'trainer@example.org', password: 'afterclass-demo' };

/** A running demo: the service on localhost and the sandbox LMS on 127.0.0.1, two sites to a browser. */
export interface Demo {
  serviceUrl: string;
  sandbox: Sandbox;
  courseId: string;
  activities: number;
  email: string;
  password: string;
  stop(): Promise<void>;
}

/** Starts both sides with everything in place; what an earlier run made in the same data folder is used again. */
export async function runDemo(base: Config, say: (line: string) => void): Promise<Demo> {
  const port = await freePort(base.port);
  const config = demoConfig(base, port);
  const ctx = await createContext(config);
  const undo: (() => Promise<void>)[] = [() => ctx.close()];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const service = await startService(ctx, config);
    undo.push(() => service.close());
    const runner = await startJobRunner(ctx);
    undo.push(() => runner.stop());
    const dataFile = path.join(config.dataFolder, 'sandbox.json');
    const sandbox = await createSandbox({ port: await freePort(port + 1), dataFile });
    undo.push(() => sandbox.close());
    say(`Afterclass at ${ctx.publicUrl}, the sandbox LMS at ${sandbox.origin}`);

    const api = createApiClient(`http://127.0.0.1:${service.port}`, await apiToken(ctx));
    const module = await sampleModule(ctx, api, say);
    const seeded = seedSandbox(sandbox);
    say('Registering in the sandbox LMS and placing the module in its course');
    const clientId = await registerInSandbox(api, sandbox, ctx.publicUrl);
    const activities = await placeInCourse(sandbox, seeded, clientId, module, ctx.publicUrl);
    return { serviceUrl: ctx.publicUrl, sandbox, courseId: seeded.courseId, activities, ...account, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A folder of its own beside the real one, on loopback, and the sandbox's plain addresses allowed. */
function demoConfig(base: Config, port: number): Config {
  const dataFolder = path.join(base.dataFolder, 'demo');
  return {
    ...base,
    host: '127.0.0.1',
    port,
    publicUrl: `http://localhost:${port}`,
    dataFolder,
    blobs: base.blobs.kind === 'disk' ? { kind: 'disk', folder: path.join(dataFolder, 'blobs') } : base.blobs,
    allowPrivateNetworks: true,
    inbox: undefined,
    logLevel: base.logLevel === 'info' ? 'warn' : base.logLevel,
  };
}

async function apiToken(ctx: Context): Promise<string> {
  const organisationId = await organisation(ctx);
  const token = newToken();
  await insertApiToken(ctx.db, { organisationId, name: 'Demo', tokenHash: hashToken(token) });
  return token;
}

async function organisation(ctx: Context): Promise<string> {
  const user = await findUserByEmail(ctx.db, account.email);
  if (user) return user.organisation_id;
  const organisationId = await insertOrganisation(ctx.db, 'Demo organisation');
  const passwordHash = await hashPassword(account.password);
  await insertUser(ctx.db, {
    organisationId,
    email: account.email,
    name: 'Trainer',
    role: 'administrator',
    passwordHash,
  });
  return organisationId;
}
