import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Sandbox } from '../../sandbox/types.ts';
import { readEnv, toConfig } from '../../src/config.ts';
import { createContext } from '../../src/context.ts';
import { freePort } from '../../src/free-port.ts';
import { insertOrganisation } from '../../storage/accounts.ts';
import { insertPlatform } from '../../storage/platforms.ts';
import { untilPrinted } from './child.ts';
import { cpuSecondsOf, type Tool, type ToolOptions } from './tool.ts';

/** Starts the service as an operator does, with the PostgreSQL that it brings, which inherits its core. */
export async function startAfterclass(sandbox: Sandbox, { core, learnerCount }: ToolOptions): Promise<Tool> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-bench-launch-'));
  // As root, PostgreSQL runs as a user of its own, who must get in.
  await chmod(folder, 0o711);
  const port = await freePort();
  const env = {
    AFTERCLASS_DATA: folder,
    AFTERCLASS_ALLOW_PRIVATE_NETWORKS: '1',
    AFTERCLASS_LOGINS_PER_MINUTE: '10000000',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'error',
    PORT: String(port),
  };
  const url = `http://localhost:${port}`;
  const placed = await furnish(sandbox, env, { url, learnerCount });
  const cli = path.join(import.meta.dirname, '../../src/cli.ts');
  const child = spawn('taskset', ['-c', String(core), process.execPath, cli, 'serve', '--no-worker'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await untilPrinted(child, 'Afterclass listens');
  const pidFile = await readFile(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8');
  const database = Number(pidFile.split('\n', 1)[0]);
  return {
    name: 'Afterclass with its PostgreSQL',
    loginUrl: `${url}/lti/login`,
    launchUrl: `${url}/lti/launch`,
    ...placed,
    cpuSeconds: () => cpuSecondsOf([child.pid ?? 0, database]),
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** An organisation with a published module, and a course of the sandbox in which it is placed. */
async function furnish(
  sandbox: Sandbox,
  env: Record<string, string>,
  { url, learnerCount }: { url: string; learnerCount: number },
): Promise<Pick<Tool, 'targetLinkUri' | 'clientId' | 'resourceLinkId' | 'userIds'>> {
  const ctx = await createContext(toConfig(readEnv(env)));
  try {
    const organisationId = await insertOrganisation(ctx.db, 'Bench');
    const { id: moduleId } = await ctx.db
      .insertInto('modules')
      .values({ organisation_id: organisationId, recording_id: null, title: 'Module', state: 'published' })
      .returning('id')
      .executeTakeFirstOrThrow();
    const targetLinkUri = `${url}/lti/launch?module=${moduleId}`;
    const { clientId, deploymentId } = sandbox.registerTool({
      name: 'Afterclass',
      initiateLoginUri: `${url}/lti/login`,
      redirectUris: [`${url}/lti/launch`],
      targetLinkUri: `${url}/lti/launch`,
      jwksUri: `${url}/lti/jwks`,
    });
    await insertPlatform(ctx.db, {
      organisationId,
      name: 'Sandbox',
      productFamily: null,
      issuer: sandbox.issuer,
      clientId,
      authUrl: sandbox.endpoints.authorization,
      tokenUrl: sandbox.endpoints.token,
      jwksUrl: sandbox.endpoints.jwks,
      tokenAudience: sandbox.endpoints.token,
      frameOrigins: [sandbox.origin],
      state: 'active',
      registeredBy: 'hand',
      allowAnonymous: false,
      deploymentId,
    });
    const { id: courseId } = sandbox.addCourse({ title: 'Afterclass' });
    const userIds = Array.from({ length: learnerCount }, () => {
      const { id } = sandbox.addUser({ name: 'Learner' });
      sandbox.enrol(courseId, id, 'Learner');
      return id;
    });
    const link = sandbox.addResourceLink({ courseId, clientId, title: 'Activity', url: targetLinkUri });
    sandbox.addLineItem({ courseId, clientId, label: 'Activity', scoreMaximum: 10, resourceLinkId: link.id });
    return { targetLinkUri, clientId, resourceLinkId: link.id, userIds };
  } finally {
    await ctx.close();
  }
}
