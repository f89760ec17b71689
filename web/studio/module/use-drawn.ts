import { useEffect, useState } from 'preact/hooks';
import { timelineSchema, type Timeline } from '../../../domain/api/timeline.ts';
import type { Pause } from '../../../domain/pauses.ts';
import { useResource } from '../../ui/use-resource.ts';
import { useTicks } from '../../ui/use-ticks.ts';
import { api } from '../shell/session.ts';

/** What is known of a recording's sound and pictures along its length; empty until it was drawn. */
export interface Drawn {
  waveform: { peaks: Uint8Array; peaksPerSecond: number } | undefined;
  sprites: NonNullable<Timeline['sprites']> | undefined;
  pauses: readonly Pause[];
  isReady: boolean;
}

const pollMs = 3000;

/** Fetches what was drawn of the recording, and asks again until it is. */
export function useDrawn(recordingId: string | null): Drawn {
  const resource = useResource(
    async (signal) =>
      recordingId === null
        ? undefined
        : api.get(`/api/recordings/${recordingId}/timeline`, timelineSchema, { signal }),
    [recordingId],
  );
  const timeline = resource.value;
  useTicks(() => void resource.reload(), timeline?.ready === false ? pollMs : null);
  const peaks = useBytes(timeline?.waveform?.url);
  return {
    waveform:
      timeline?.waveform && peaks ? { peaks, peaksPerSecond: timeline.waveform.peaksPerSecond } : undefined,
    sprites: timeline?.sprites ?? undefined,
    pauses: (timeline?.pauses ?? []).map(([startMs, endMs]) => ({ startMs, endMs })),
    isReady: timeline?.ready ?? false,
  };
}

/** Without its bytes a waveform is not drawn; the page works all the same. */
function useBytes(url: string | undefined): Uint8Array | undefined {
  const [bytes, setBytes] = useState<Uint8Array>();
  useEffect(() => {
    if (url === undefined) return undefined;
    const leaving = new AbortController();
    fetch(url, { signal: leaving.signal })
      .then(async (answer) => (answer.ok ? setBytes(new Uint8Array(await answer.arrayBuffer())) : undefined))
      .catch(() => undefined);
    return () => leaving.abort();
  }, [url]);
  return bytes;
}
