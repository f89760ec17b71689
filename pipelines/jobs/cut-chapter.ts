import path from 'node:path';
import { AppError } from '../../domain/app-error.ts';
import { newBlobKey } from '../../storage/blobs/blob-key.ts';
import {
  beginCut,
  failCut,
  isCutWanted,
  saveClip,
  saveProgress,
  type VerifiedClip,
} from '../../storage/chapters.ts';
import { wantsEvenLoudness } from '../../storage/modules.ts';
import { isPassingError } from '../../storage/passing-error.ts';
import type { JobPayloads } from '../../storage/queue.ts';
import { addEvent, findRecordingById } from '../../storage/recordings.ts';
import type { ChapterRow } from '../../storage/schema.ts';
import { composeChapter } from '../compose/compose-chapter.ts';
import { cutChapter } from '../cut/cut-chapter.ts';
import { enqueueFinish } from './enqueue-finish.ts';
import { evenLoudness } from '../sound/even-loudness.ts';
import { failureOf } from './failure-of.ts';
import { makeThumbnails } from '../media/make-thumbnails.ts';
import type { MediaDeps } from '../pipeline-deps.ts';
import { openRecording, type OpenRecording } from './open-recording.ts';
import { reportProgress } from './report-progress.ts';
import { whileWanted } from './while-wanted.ts';
import { withWorkFolder } from './work-folder.ts';

type Payload = JobPayloads['cut-chapter'];

/**
 * Cuts one chapter and puts its verified clip in the place of the old one. Fenced by the chapter's revision: a job that
 * was overtaken, or runs a second time, changes nothing. The last one enqueues `finish-recording`.
 */
export async function runCutChapter(deps: MediaDeps, payload: Payload, signal: AbortSignal): Promise<void> {
  const { chapterId, revision } = payload;
  const chapter = await beginCut(deps.db, chapterId, revision, deps.now());
  if (!chapter) return;
  try {
    const isWanted = (): Promise<boolean> => isCutWanted(deps.db, chapterId, revision);
    const clip = await whileWanted(signal, isWanted, (stop) => makeClip(deps, chapter, stop));
    if (clip) await keepClip(deps, chapter, clip);
  } catch (error) {
    // Told to stop, or the database was away: the job is done again.
    if (signal.aborted || isPassingError(error)) throw error;
    await noteFailure(deps, chapter, error);
  }
}

async function makeClip(deps: MediaDeps, chapter: ChapterRow, signal: AbortSignal): Promise<VerifiedClip> {
  const recording = await findRecordingById(deps.db, chapter.recording_id);
  if (!recording) throw new AppError('no-recording', 'The recording’s file is not here.');
  const source = await openRecording(deps, recording, signal);
  const progress = reportProgress((percent) => saveProgress(deps.db, chapter.id, chapter.revision, percent));
  try {
    return await withWorkFolder(deps.config.dataFolder, 'cut-', (workFolder) =>
      cutAndStore(deps, chapter, { source, workFolder, signal, onProgress: progress.report }),
    );
  } finally {
    await progress.end();
    await source.release();
  }
}

interface Work {
  source: OpenRecording;
  workFolder: string;
  signal: AbortSignal;
  onProgress: (share: number) => void;
}

async function cutAndStore(
  deps: MediaDeps,
  chapter: ChapterRow,
  { source, workFolder, signal, onProgress }: Work,
): Promise<VerifiedClip> {
  const { tools } = deps;
  const { composition, recording: probed } = source;
  const { start_ms: startMs, end_ms: endMs } = chapter;
  const hasPicture = probed.video !== undefined;
  const outPath = path.join(workFolder, hasPicture ? 'clip.mp4' : 'clip.m4a');
  const cut = { tools, startMs, endMs, outPath, signal, onProgress };
  const clip = await (composition === undefined
    ? cutChapter({
        ...cut,
        path: source.path,
        recording: probed,
        onFallback: ({ cause, message }) => {
          deps.cutFallbacks.inc({ cause });
          deps.log.warn({ chapterId: chapter.id, cause }, message);
        },
      })
    : composeChapter({ ...cut, composition }));
  const evenedBytes = (await wantsEvenLoudness(deps.db, chapter.module_id))
    ? await evenLoudness({ tools, clipPath: clip.path, workFolder, signal })
    : undefined;
  const made = {
    clipPath: clip.path,
    hasPicture,
    posterPath: path.join(workFolder, 'poster.jpg'),
    thumbnailPath: path.join(workFolder, 'thumbnail.jpg'),
  };
  await makeThumbnails({ tools, ...made, durationMs: clip.durationMs, signal });
  const stored = await storeClip(deps, chapter, made, signal);
  const { durationMs, frames, method } = clip;
  return { ...stored, startMs, endMs, durationMs, bytes: evenedBytes ?? clip.bytes, frames, method };
}

interface Made {
  clipPath: string;
  hasPicture: boolean;
  posterPath: string;
  thumbnailPath: string;
}

/** Blobs first, then the row: one that is lost in between goes with the sweep. */
async function storeClip(
  { blobs }: MediaDeps,
  chapter: ChapterRow,
  made: Made,
  signal: AbortSignal,
): Promise<Pick<VerifiedClip, 'clipKey' | 'thumbnailKey' | 'posterKey'>> {
  const put = async (kind: 'clips' | 'images', file: string, contentType: string): Promise<string> => {
    const key = newBlobKey(kind, chapter.organisation_id);
    await blobs.putFile(key, file, { contentType, signal });
    return key;
  };
  return {
    clipKey: await put('clips', made.clipPath, made.hasPicture ? 'video/mp4' : 'audio/mp4'),
    thumbnailKey: await put('images', made.thumbnailPath, 'image/jpeg'),
    posterKey: await put('images', made.posterPath, 'image/jpeg'),
  };
}

async function keepClip(deps: MediaDeps, chapter: ChapterRow, clip: VerifiedClip): Promise<void> {
  const { now } = deps;
  await deps.db.transaction().execute(async (db) => {
    if (!(await saveClip(db, chapter.id, chapter.revision, clip, now()))) return;
    const event = {
      kind: 'chapter-ready',
      chapterIndex: chapter.index,
      message: `${chapter.title} is ready.`,
    };
    await addEvent(db, chapter.recording_id, event, now());
    await enqueueFinish({ ...deps, db }, chapter.recording_id);
  });
}

async function noteFailure(deps: MediaDeps, chapter: ChapterRow, error: unknown): Promise<void> {
  const failure = failureOf(deps.log, error, `cutting “${chapter.title}”`);
  await deps.db.transaction().execute(async (db) => {
    if (!(await failCut(db, chapter.id, chapter.revision, failure, deps.now()))) return;
    const event = { kind: 'chapter-failed', chapterIndex: chapter.index, message: failure.message };
    await addEvent(db, chapter.recording_id, event, deps.now());
    await enqueueFinish({ ...deps, db }, chapter.recording_id);
  });
}
