import type { Cue } from './cue.ts';

/** What a trainer changes of one cue. */
export interface CueChange {
  /** Its place among the cues, from 0. */
  at: number;
  /** Empty takes the cue away. */
  text?: string | undefined;
  /** Empty: nobody is named. */
  speaker?: string | undefined;
}

/** The cues with what was changed of some of them; places that there are not are passed over. */
export function changeCues(cues: readonly Cue[], changes: readonly CueChange[]): Cue[] {
  const changed = [...cues];
  for (const { at, text, speaker } of changes) {
    const cue = changed[at];
    if (cue === undefined) continue;
    const { speaker: before, ...rest } = cue;
    const named = speaker ?? before;
    changed[at] = { ...rest, ...(named ? { speaker: named } : {}), text: text ?? cue.text };
  }
  return changed;
}

/** Moves all cues in time, in milliseconds; what comes to stand before 0 stays, so that it can be moved back. */
export function moveCues(cues: readonly Cue[], byMs: number): Cue[] {
  return cues.map((cue) => ({ ...cue, startMs: cue.startMs + byMs, endMs: cue.endMs + byMs }));
}
