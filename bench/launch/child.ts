import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';

/** Waits until the process has printed this on stdout; throws when it ends before. */
export async function untilPrinted(child: ChildProcess, words: string): Promise<void> {
  let printed = '';
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`ended before it said ${words}`)));
  const said = new Promise<void>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes(words)) resolve();
    });
  });
  ended.catch(() => undefined);
  await Promise.race([said, ended]);
}
