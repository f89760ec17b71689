import express, { type Request, type Response, type Router } from 'express';
import { NotFoundError } from '../../domain/app-error.ts';
import { listChapterRenditions } from '../../storage/renditions.ts';
import type { RenditionRow } from '../../storage/schema.ts';
import type { Context } from '../context.ts';
import { writeMasterPlaylist, writeMediaPlaylist } from '../hls-playlists.ts';
import { renditionUrl } from '../media-urls.ts';
import { pathId } from '../path-id.ts';
import { sendBlob } from '../send-blob.ts';
import { verifyMediaUrl } from '../signed-url.ts';

/**
 * Renditions under signed addresses: `…/renditions/720p` is the file, `…/720p.m3u8` its playlist, `…/master.m3u8` the
 * list of all. Playlists are written when asked for, so that the addresses in them are signed anew.
 */
export function createRenditionsRouter(ctx: Context): Router {
  const router = express.Router();

  router.get('/media/chapters/:id/:revision/renditions/:name', async (req, res) => {
    verifyMediaUrl(ctx.deriveKey('media-url'), req.path, req.query, ctx.now());
    const renditions = (await listChapterRenditions(ctx.db, pathId(req, 'chapter'))).filter(
      ({ clip_revision }) => String(clip_revision) === req.params.revision,
    );
    const { name } = req.params;
    if (name === 'master.m3u8') {
      sendMaster(ctx, res, renditions);
      return;
    }
    const found = renditions.find(({ kind }) => kind === name.replace(/\.m3u8$/, ''));
    if (!found) throw new NotFoundError('rendition');
    if (name.endsWith('.m3u8')) sendPlaylist(ctx, res, found);
    else await sendFile(ctx, req, res, found);
  });

  return router;
}

function sendMaster(ctx: Context, res: Response, renditions: readonly RenditionRow[]): void {
  const levels = renditions.filter(({ segments }) => segments !== null);
  if (levels.length === 0) throw new NotFoundError('rendition');
  asPlaylist(res).send(
    writeMasterPlaylist(
      levels.map((rendition) => ({ rendition, url: renditionUrl(ctx, rendition, `${rendition.kind}.m3u8`) })),
    ),
  );
}

function sendPlaylist(ctx: Context, res: Response, rendition: RenditionRow): void {
  if (rendition.segments === null) throw new NotFoundError('rendition');
  asPlaylist(res).send(writeMediaPlaylist({ rendition, url: renditionUrl(ctx, rendition, rendition.kind) }));
}

function asPlaylist(res: Response): Response {
  return res.set({ 'content-type': 'application/vnd.apple.mpegurl', 'cache-control': 'private, max-age=60' });
}

async function sendFile(ctx: Context, req: Request, res: Response, rendition: RenditionRow): Promise<void> {
  const contentType = rendition.kind === 'audio' ? 'audio/mp4' : 'video/mp4';
  await sendBlob(ctx, req, res, { blobKey: rendition.blob_key, contentType });
}
