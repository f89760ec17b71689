import type { IncomingMessage } from 'node:http';
import { AppError } from '../domain/app-error.ts';

const maxBytes = 256 * 1024;
const maxFields = 100;

/** Whether the browser says that it posts a form's fields. */
export function isForm(req: IncomingMessage): boolean {
  const type = req.headers['content-type'] ?? '';
  return /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type);
}

/**
 * The fields of a posted form; one that was given twice is an array. Throws `form-too-large` (413) and, where the browser went
 * away, `form-broken-off` (400).
 */
export async function readForm(req: IncomingMessage): Promise<Record<string, string | string[]>> {
  const text = await readText(req);
  const fields = new Map<string, string | string[]>();
  let count = 0;
  for (const [name, value] of new URLSearchParams(text)) {
    if (++count > maxFields) throw tooLarge();
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(fields);
}

/** By its events: asynchronous iteration takes a body of one piece four times as long. */
function readText(req: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    req.on('data', (piece: Buffer) => {
      bytes += piece.length;
      if (bytes <= maxBytes) pieces.push(piece);
      else reject(tooLarge());
    });
    req.once('end', () => {
      const [first, ...more] = pieces;
      resolve(first === undefined ? '' : (more.length === 0 ? first : Buffer.concat(pieces)).toString());
    });
    req.once('error', (cause) => {
      reject(new AppError('form-broken-off', 'The form did not arrive whole.', { status: 400, cause }));
    });
  });
}

function tooLarge(): AppError {
  return new AppError('form-too-large', 'The LMS posted more than a launch holds.', { status: 413 });
}
