import { newBlobKey } from '../../storage/blobs/blob-key.ts';
import { isPassingError } from '../../storage/passing-error.ts';
import type { JobPayloads } from '../../storage/queue.ts';
import {
  areRenditionsWanted,
  beginRenditions,
  failRenditions,
  saveRenditions,
  saveRenditionsProgress,
  type NewRendition,
} from '../../storage/renditions.ts';
import type { ChapterRow } from '../../storage/schema.ts';
import type { MediaDeps } from '../pipeline-deps.ts';
import { makeRenditions } from '../renditions/make-renditions.ts';
import { renditionsKey } from './enqueue-renditions.ts';
import { failureOf } from './failure-of.ts';
import { reportProgress } from './report-progress.ts';
import { whileWanted } from './while-wanted.ts';
import { withWorkFolder } from './work-folder.ts';

type Payload = JobPayloads['make-renditions'];

const waitSeconds = 2;

/**
 * Makes the renditions of a chapter's clip, when no cut waits for a worker. Fenced by the clip's revision: a job that was
 * overtaken, or runs a second time, changes nothing. What fails leaves the clip as it is.
 */
export async function runMakeRenditions(
  deps: MediaDeps,
  payload: Payload,
  signal: AbortSignal,
): Promise<void> {
  const { chapterId, clipRevision } = payload;
  if ((await deps.queue.waiting('cut-chapter')) > 0) {
    const key = renditionsKey(chapterId, clipRevision);
    await deps.queue.send('make-renditions', payload, { key, startAfterSeconds: waitSeconds });
    return;
  }
  const chapter = await beginRenditions(deps.db, chapterId, clipRevision);
  if (!chapter) return;
  try {
    const isWanted = (): Promise<boolean> => areRenditionsWanted(deps.db, chapterId, clipRevision);
    const made = await whileWanted(signal, isWanted, (stop) => make(deps, chapter, clipRevision, stop));
    if (made) await saveRenditions(deps.db, chapterId, clipRevision, made);
  } catch (error) {
    // Told to stop, or the database was away: the job is done again.
    if (signal.aborted || isPassingError(error)) throw error;
    failureOf(deps.log, error, `making renditions of “${chapter.title}”`);
    await failRenditions(deps.db, chapterId, clipRevision);
  }
}

async function make(
  deps: MediaDeps,
  chapter: ChapterRow,
  clipRevision: number,
  signal: AbortSignal,
): Promise<NewRendition[]> {
  if (chapter.clip_key === null) return [];
  const clip = await deps.blobs.asLocalFile(chapter.clip_key, signal);
  const progress = reportProgress((percent) =>
    saveRenditionsProgress(deps.db, chapter.id, clipRevision, percent),
  );
  try {
    return await withWorkFolder(deps.config.dataFolder, 'renditions-', async (workFolder) => {
      const made = await makeRenditions({
        tools: deps.tools,
        clipPath: clip.path,
        workFolder,
        signal,
        onShare: progress.report,
      });
      const stored: NewRendition[] = [];
      for (const { path, ...rendition } of made) {
        const blobKey = newBlobKey('renditions', chapter.organisation_id);
        const contentType = rendition.kind === 'audio' ? 'audio/mp4' : 'video/mp4';
        await deps.blobs.putFile(blobKey, path, { contentType, signal });
        stored.push({ ...rendition, blobKey });
      }
      return stored;
    });
  } finally {
    await progress.end();
    await clip.release();
  }
}
