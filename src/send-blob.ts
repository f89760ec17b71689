import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { AppError, NotFoundError } from '../domain/app-error.ts';
import type { Context } from './context.ts';

/** A blob that never changes under its key, and what it is. */
export interface ServedBlob {
  blobKey: string;
  contentType: string;
}

/** How long a browser may keep it, and how long an address of the blob store works. */
const keepSeconds = 6 * 3600;

/**
 * Answers with a blob or one byte range of it (RFC 9110 §14); where the store gives addresses of its own, the browser
 * is sent there.
 */
export async function sendBlob(
  ctx: Pick<Context, 'blobs'>,
  req: Request,
  res: Response,
  { blobKey, contentType }: ServedBlob,
): Promise<void> {
  const url = await ctx.blobs.signedUrl(blobKey, { expiresInSeconds: keepSeconds, contentType });
  if (url !== undefined) {
    res.set('cache-control', `private, max-age=${keepSeconds / 2}`).redirect(302, url);
    return;
  }
  const size = await ctx.blobs.size(blobKey);
  if (size === undefined) throw new NotFoundError('file');
  const etag = `"${blobKey.slice(blobKey.lastIndexOf('/') + 1)}"`;
  res.set({
    'accept-ranges': 'bytes',
    'cache-control': `private, max-age=${keepSeconds}, immutable`,
    'content-type': contentType,
    'x-content-type-options': 'nosniff',
    etag,
  });
  if (req.get('if-none-match') === etag) {
    res.status(304).end();
    return;
  }
  const range = rangeOf(req, { size, etag });
  if (range === 'unsatisfiable') {
    res.set('content-range', `bytes */${size}`).removeHeader('cache-control');
    throw new AppError('range-unsatisfiable', 'The file is shorter than that.', { status: 416 });
  }
  if (range) res.status(206).set('content-range', `bytes ${range.start}-${range.end - 1}/${size}`);
  res.set('content-length', String(range ? range.end - range.start : size));
  if (req.method === 'HEAD' || size === 0) {
    res.end();
    return;
  }
  const body = await ctx.blobs.get(blobKey, range);
  try {
    await pipeline(body, res);
  } catch (error) {
    // Players break off whenever somebody seeks.
    if (!res.destroyed) throw error;
  }
}

/** The one range asked for, half-open; undefined for the whole: no range, several, or one of an older file. */
function rangeOf(
  req: Request,
  { size, etag }: { size: number; etag: string },
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const ifRange = req.get('if-range');
  if (ifRange !== undefined && ifRange !== etag) return undefined;
  const ranges = req.range(size);
  if (ranges === -1) return 'unsatisfiable';
  if (ranges === undefined || ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1)
    return undefined;
  const [range] = ranges;
  return range && { start: range.start, end: range.end + 1 };
}
