import type { OutlineEntry } from '../../domain/outline.ts';
import type { Pause } from '../../domain/pauses.ts';
import type { PlanOptions } from '../../domain/plan-chapters.ts';
import type { BoundaryMode } from '../../domain/recording.ts';
import { findKeyFrames } from '../cut/find-key-frames.ts';
import type { RecordingFile } from '../cut/index-frames.ts';
import type { MediaTools } from '../media/ffmpeg.ts';
import { findPauses } from '../media/find-pauses.ts';
import { findComposedPauses } from './find-composed-pauses.ts';
import type { Composition } from './plan-composition.ts';

/** What is cut: one file, or a screen and a camera put together. */
export type Source = RecordingFile & { composition?: Composition };

/** Finds where the boundaries of an outline may be moved to: nothing is read where they stay as they are. */
export async function findSpots(
  tools: MediaTools,
  source: Source,
  { boundaries, entries, signal }: SpotsToFind,
): Promise<PlanOptions> {
  if (boundaries === 'exact') return { boundaries };
  const pauses = await findPausesOf(tools, source, signal);
  // What is put together from two files is encoded wherever it begins.
  const isCopied = source.composition === undefined;
  const keyFramesMs = isCopied ? await findKeyFrames(tools, source, entries, signal) : [];
  return { boundaries, pauses, keyFramesMs };
}

interface SpotsToFind {
  boundaries: BoundaryMode;
  entries: readonly OutlineEntry[];
  signal?: AbortSignal | undefined;
}

/** Where nobody speaks in a recording, of one file or of two. */
export async function findPausesOf(
  tools: MediaTools,
  { composition, ...file }: Source,
  signal?: AbortSignal,
): Promise<Pause[]> {
  return composition === undefined
    ? findPauses(tools, file, { signal })
    : findComposedPauses(tools, composition, { signal });
}
