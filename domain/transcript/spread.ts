import type { Cue } from './cue.ts';

/** How fast people speak, in milliseconds a character: about 150 words a minute. */
const characterMs = 65;
const shortestMs = 1000;

/** Gives turns that share one beginning their times: shares of the time to the end, by how much was said. */
export function spreadTurns(
  turns: readonly { speaker?: string; text: string }[],
  startMs: number,
  endMs: number | undefined,
): Cue[] {
  const spoken = turns
    .filter(({ text }) => text.trim() !== '')
    .map((turn) => ({ ...turn, length: Math.max(turn.text.length, shortestMs / characterMs) }));
  const length = spoken.reduce((sum, one) => sum + one.length, 0);
  const availableMs = endMs === undefined || endMs <= startMs ? length * characterMs : endMs - startMs;
  let said = 0;
  return spoken.map(({ speaker, text, length: own }) => {
    const from = startMs + Math.round((availableMs * said) / length);
    said += own;
    const to = startMs + Math.round((availableMs * said) / length);
    return {
      startMs: from,
      endMs: Math.max(to, from + 1),
      ...(speaker === undefined ? {} : { speaker }),
      text,
    };
  });
}
