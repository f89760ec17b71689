import type { Timeline } from '../../domain/api/timeline.ts';
import type { RecordingRow } from '../../storage/schema.ts';
import { findTimeline } from '../../storage/timelines.ts';
import type { Context } from '../context.ts';
import { timelineMediaUrl } from '../media-urls.ts';

/** What the editor draws under a recording's boundaries, as far as it was drawn. */
export async function presentTimeline(ctx: Context, recording: RecordingRow): Promise<Timeline> {
  const drawn = await findTimeline(ctx.db, recording.id);
  if (!drawn) return { ready: false, waveform: null, sprites: null, pauses: [] };
  const urlOf = (part: 'waveform' | 'sprites'): string => timelineMediaUrl(ctx, recording.id, part);
  return {
    ready: true,
    waveform:
      drawn.waveform_key === null
        ? null
        : { url: urlOf('waveform'), peaksPerSecond: drawn.peaks_per_second ?? 1 },
    sprites: drawn.sprites === null ? null : { ...drawn.sprites, url: urlOf('sprites') },
    pauses: drawn.pauses,
  };
}
