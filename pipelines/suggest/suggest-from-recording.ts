import type { SuggestedEntry } from '../../domain/outline-suggestion.ts';
import { suggestOutline } from '../../domain/suggest-outline.ts';
import type { Cue } from '../../domain/transcript/cue.ts';
import type { RecordingFile } from '../cut/index-frames.ts';
import type { MediaTools } from '../media/ffmpeg.ts';
import { findPauses } from '../media/find-pauses.ts';
import { findSlideChanges } from '../media/find-slide-changes.ts';

/** Listens to a recording for pauses, looks at it for changes of slides, and proposes its outline with the transcript. */
export async function suggestFromRecording(
  tools: MediaTools,
  file: RecordingFile,
  options: { cues: readonly Cue[]; signal?: AbortSignal | undefined },
): Promise<SuggestedEntry[]> {
  const { signal, cues } = options;
  const [pauses, slideChanges] = await Promise.all([
    findPauses(tools, file, { signal }),
    findSlideChanges(tools, file, { signal }),
  ]);
  return suggestOutline({ durationMs: file.recording.durationMs, pauses, slideChanges, cues });
}
