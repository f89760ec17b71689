import { parseArgs } from 'node:util';
import { createSandbox } from './platform.ts';
import { profiles } from './profiles.ts';
import type { ProfileName } from './profiles.ts';
import { reasonOf } from './sandbox-error.ts';
import { seedSandbox } from './seed.ts';
import type { SandboxOptions } from './types.ts';

const usage = `node sandbox/cli.ts [--port 8090] [--data FILE] [--profile ${Object.keys(profiles).join('|')}]`;

const sandbox = await createSandbox(readOptions()).catch((error: unknown) => fail(1, reasonOf(error)));
seedSandbox(sandbox);
console.log(`Sandbox LMS at ${sandbox.origin}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());

function readOptions(): SandboxOptions {
  const { port, data, profile, help } = readArguments();
  if (help) {
    console.log(usage);
    process.exit(0);
  }
  if (!isProfile(profile) || !/^\d{1,5}$/.test(port)) fail(2, usage);
  return { port: Number(port), profile, ...(data === undefined ? {} : { dataFile: data }) };
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '8090' },
        data: { type: 'string' },
        profile: { type: 'string', default: 'strict' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return fail(2, `${reasonOf(error)}\n${usage}`);
  }
}

function isProfile(name: string): name is ProfileName {
  return Object.hasOwn(profiles, name);
}

function fail(status: 1 | 2, message: string): never {
  console.error(message);
  process.exit(status);
}
