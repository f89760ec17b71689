/** How timecodes count: so many frames a second, and whether numbers are dropped to keep up with 29.97 or 59.94. */
export interface FrameRate {
  frames: number;
  drops: boolean;
}

/**
 * Reads `HH:MM:SS:FF` in milliseconds. Drop frame (SMPTE ST 12-1) leaves out the first two numbers of each minute but
 * every tenth, four at twice the rate, so that the count keeps up with the clock.
 */
export function readTimecode(written: string, { frames, drops }: FrameRate): number {
  const [hours = 0, minutes = 0, seconds = 0, count = 0] = written.split(/[:;.]/).map(Number);
  const minute = hours * 60 + minutes;
  const whole = (minute * 60 + seconds) * 1000;
  if (!drops) return whole + Math.round((count * 1000) / frames);
  const dropped = (frames / 15) * (minute - Math.floor(minute / 10));
  return Math.round((((minute * 60 + seconds) * frames + count - dropped) * 1001) / frames);
}
