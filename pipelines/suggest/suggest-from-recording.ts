import type { SuggestedEntry } from '../../domain/outline-suggestion.ts';
import type { OutlineEntry } from '../../domain/outline.ts';
import { suggestOutline } from '../../domain/suggest-outline.ts';
import type { Cue } from '../../domain/transcript/cue.ts';
import type { RecordingFile } from '../cut/index-frames.ts';
import type { MediaTools } from '../media/ffmpeg.ts';
import { findPauses } from '../media/find-pauses.ts';
import { findSlideChanges } from '../media/find-slide-changes.ts';
import { readChapterMarks } from '../media/read-chapter-marks.ts';

/**
 * Proposes a recording's outline: the chapter marks that it carries, else what pauses of speech, changes of slides and
 * the transcript tell.
 */
export async function suggestFromRecording(
  tools: MediaTools,
  file: RecordingFile,
  options: { cues: readonly Cue[]; signal?: AbortSignal | undefined },
): Promise<SuggestedEntry[]> {
  const { signal, cues } = options;
  const { durationMs } = file.recording;
  const { entries } = await readChapterMarks(tools, file.path, { signal });
  if (entries.length > 1)
    return entries.map((entry, at) => fromMark(entry, entries[at + 1]?.startMs ?? durationMs));
  const [pauses, slideChanges] = await Promise.all([
    findPauses(tools, file, { signal }),
    findSlideChanges(tools, file, { signal }),
  ]);
  return suggestOutline({ durationMs, pauses, slideChanges, cues });
}

function fromMark({ startMs, endMs, title }: OutlineEntry, nextMs: number): SuggestedEntry {
  return { startMs, endMs: endMs ?? nextMs, title, reasons: ['mark'] };
}
