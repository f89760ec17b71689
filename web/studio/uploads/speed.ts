/** How fast something is sent, smoothed so that the time left does not jump. */
export interface Speed {
  atMs: number;
  bytes: number;
  /** Undefined until a first stretch was measured. */
  bytesPerSecond?: number;
}

const stretchMs = 1000;
const weightOfNew = 0.3;

/** The speed of what has just begun, or begun again. */
export function newSpeed(atMs: number, bytes = 0): Speed {
  return { atMs, bytes };
}

/** Takes in how much had been sent at a moment. */
export function speedAfter(speed: Speed, bytes: number, atMs: number): Speed {
  if (speed.bytes === 0 && speed.bytesPerSecond === undefined) return newSpeed(atMs, bytes);
  const passedMs = atMs - speed.atMs;
  if (passedMs < stretchMs || bytes < speed.bytes) return speed;
  const measured = ((bytes - speed.bytes) / passedMs) * 1000;
  const before = speed.bytesPerSecond ?? measured;
  return { atMs, bytes, bytesPerSecond: before + (measured - before) * weightOfNew };
}

/** Seconds left at this speed; undefined while it is not known. */
export function secondsLeft(speed: Speed, leftBytes: number): number | undefined {
  if (!speed.bytesPerSecond) return undefined;
  return Math.ceil(leftBytes / speed.bytesPerSecond);
}
