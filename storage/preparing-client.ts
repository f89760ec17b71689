import { createHash } from 'node:crypto';
import pg from 'pg';

/** A statement is prepared once it has come so often: planning it takes longer than running it. */
const threshold = 5;
const maxPrepared = 300;
const maxTextLength = 10_000;

const seen = new Map<string, number>();
const names = new Map<string, string>();

/**
 * A connection that prepares by itself what is asked again and again. A statement whose columns another version of the
 * schema may change (`*`) is never prepared, so that a process lives through a migration that a newer one makes.
 */
export class PreparingClient extends pg.Client {
  /* eslint-disable -- pg declares eight overloads in `any`, and all but one are passed on as they are */
  override query(...args: any[]): any {
    const [text, values, ...rest] = args;
    const name = typeof text === 'string' && Array.isArray(values) ? nameOf(text) : undefined;
    return name === undefined
      ? super.query(...(args as [any]))
      : super.query({ name, text, values }, ...rest);
  }
  /* eslint-enable */
}

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= maxPrepared) return known;
  const times = (seen.get(text) ?? 0) + 1;
  if (times < threshold) {
    if (seen.size >= maxPrepared * 10) seen.clear();
    seen.set(text, times);
    return undefined;
  }
  seen.delete(text);
  if (text.length > maxTextLength || /\*(?!\))/.test(text)) return undefined;
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 32);
  names.set(text, name);
  return name;
}
