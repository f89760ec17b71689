import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Sandbox } from '../../sandbox/types.ts';
import { freePort } from '../../src/free-port.ts';
import { untilPrinted } from './child.ts';
import { cpuSecondsOf, type Tool, type ToolOptions } from './tool.ts';

const version = '5.9.9';

/** Installs ltijs into a folder of its own, and starts it with a database in memory. */
export async function startLtijs(sandbox: Sandbox, { core, learnerCount }: ToolOptions): Promise<Tool> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-bench-ltijs-'));
  await writeFile(path.join(folder, 'package.json'), '{"private":true}');
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', `ltijs@${version}`], {
    cwd: folder,
    stdio: 'ignore',
  });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { clientId } = sandbox.registerTool({
    name: 'ltijs',
    initiateLoginUri: `${url}/login`,
    redirectUris: [`${url}/`],
    targetLinkUri: `${url}/`,
    jwksUri: `${url}/keys`,
  });
  const course = sandbox.addCourse({ title: 'ltijs' });
  const userIds = Array.from({ length: learnerCount }, () => {
    const { id } = sandbox.addUser({ name: 'Learner' });
    sandbox.enrol(course.id, id, 'Learner');
    return id;
  });
  const link = sandbox.addResourceLink({ courseId: course.id, clientId, title: 'Activity', url: `${url}/` });
  const { endpoints, issuer } = sandbox;
  const server = path.join(import.meta.dirname, 'ltijs.cjs');
  const settings = [folder, String(port), issuer, clientId, endpoints.authorization, endpoints.jwks];
  const child = spawn('taskset', ['-c', String(core), process.execPath, server, ...settings], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await untilPrinted(child, 'ready');
  return {
    name: `ltijs ${version}, database in memory`,
    loginUrl: `${url}/login`,
    launchUrl: `${url}/`,
    targetLinkUri: `${url}/`,
    clientId,
    resourceLinkId: link.id,
    userIds,
    cpuSeconds: () => cpuSecondsOf([child.pid ?? 0]),
    async stop() {
      child.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
