import { parseArgs } from 'node:util';
import { createSandbox } from './platform.ts';
import { profiles } from './profiles.ts';
import type { ProfileName } from './profiles.ts';
import { seedSandbox } from './seed.ts';

const usage = `node sandbox/cli.ts [--port 8090] [--data FILE] [--profile ${Object.keys(profiles).join('|')}]`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8090' },
    data: { type: 'string' },
    profile: { type: 'string', default: 'strict' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(usage);
  process.exit(0);
}
if (!isProfile(values.profile) || !/^\d{1,5}$/.test(values.port)) {
  console.error(usage);
  process.exit(2);
}
const sandbox = await createSandbox({
  port: Number(values.port),
  profile: values.profile,
  ...(values.data === undefined ? {} : { dataFile: values.data }),
});
seedSandbox(sandbox);
console.log(`Sandbox LMS at ${sandbox.origin}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());

function isProfile(name: string): name is ProfileName {
  return Object.hasOwn(profiles, name);
}
