import type { Command } from 'commander';
import { readEnv, toConfig } from '../config.ts';
import { runDemo, type Demo } from '../demo/run-demo.ts';
import { stopSignal } from './stop-signal.ts';

/** `demo`: service, sandbox LMS and a sample module in a course, until it is told to stop. */
export function registerDemoCommand(program: Command): void {
  program
    .command('demo')
    .description('starts the service and a sandbox LMS with a sample module in its course')
    .action(async () => {
      const demo = await runDemo(toConfig(readEnv()), (line) => process.stdout.write(`${line}\n`));
      process.stdout.write(`${describe(demo)}\n`);
      await stopSignal();
      await demo.stop();
    });
}

function describe(demo: Demo): string {
  return [
    '',
    `As a learner  ${demo.sandbox.origin}/courses/${demo.courseId}  (sign in as “Learner one”)`,
    `As a teacher  the same course, as “Teacher”: gradebook, add content`,
    `As a trainer  ${demo.serviceUrl}  (${demo.email}, ${demo.password})`,
    '',
    `Ready: ${demo.activities} activities stand in the sandbox LMS’s course. Ctrl-C ends the demo.`,
  ].join('\n');
}
