import { AppError } from '../../domain/app-error.ts';
import { listRecordingFiles } from '../../storage/recording-files.ts';
import type { RecordingRow } from '../../storage/schema.ts';
import type { Source } from '../compose/find-spots.ts';
import { planComposition } from '../compose/plan-composition.ts';
import type { RecordingFile } from '../cut/index-frames.ts';
import { probeRecording } from '../media/probe-recording.ts';
import type { MediaDeps } from '../pipeline-deps.ts';

/** A recording with its file at hand, or its two files put together. `release` must be called. */
export type OpenRecording = Source & { release: () => Promise<void> };

/** Fetches and probes a recording's file, and its camera's where it has one. Throws what speaks against them. */
export async function openRecording(
  deps: Pick<MediaDeps, 'db' | 'blobs' | 'tools'>,
  recording: Pick<RecordingRow, 'id' | 'blob_key' | 'camera_layout'>,
  signal: AbortSignal,
): Promise<OpenRecording> {
  if (recording.blob_key === null) throw new AppError('no-recording', 'The recording’s file is not here.');
  const cameraKey = await cameraOf(deps, recording.id);
  const releases: (() => Promise<void>)[] = [];
  const release = async (): Promise<void> => {
    for (const one of releases) await one();
  };
  const open = async (blobKey: string): Promise<RecordingFile> => {
    const file = await deps.blobs.asLocalFile(blobKey, signal);
    releases.push(() => file.release());
    return { path: file.path, recording: await probeRecording(deps.tools, file.path, { signal }) };
  };
  try {
    const screen = await open(recording.blob_key);
    if (cameraKey === undefined) return { ...screen, release };
    const composition = planComposition(screen, await open(cameraKey), recording.camera_layout);
    return { path: screen.path, recording: composition.recording, composition, release };
  } catch (error) {
    await release();
    throw error;
  }
}

async function cameraOf({ db }: Pick<MediaDeps, 'db'>, recordingId: string): Promise<string | undefined> {
  const files = await listRecordingFiles(db, recordingId);
  return (
    files.findLast(({ role, blob_key: key }) => role === 'camera' && key !== null)?.blob_key ?? undefined
  );
}
