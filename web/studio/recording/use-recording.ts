import { useEffect, useState } from 'preact/hooks';
import { recordingSchema, type Recording } from '../../../domain/api/recording.ts';
import { useResource, type Resource } from '../../ui/use-resource.ts';
import { useTicks } from '../../ui/use-ticks.ts';
import { api } from '../shell/session.ts';

/** A recording that stays fresh: by the service's event stream, or by asking every 3 s where that breaks. */
export interface LiveRecording extends Resource<Recording> {
  /** False while the stream is broken and the page asks instead. */
  isLive: boolean;
}

const pollMs = 3000;

/** Fetches a recording and follows it while the page is open. */
export function useRecording(id: string): LiveRecording {
  const resource = useResource(
    (signal) => api.get(`/api/recordings/${id}`, recordingSchema, { signal }),
    [id],
  );
  const [isLive, setLive] = useState(true);
  useEffect(() => {
    const stream = new EventSource(`/api/recordings/${id}/events`);
    stream.addEventListener('open', () => setLive(true));
    stream.addEventListener('error', () => setLive(false));
    stream.addEventListener('recording', (event: MessageEvent<unknown>) => {
      const parsed = recordingSchema.safeParse(parseJson(event.data));
      if (parsed.success) resource.set(parsed.data);
    });
    return () => stream.close();
  }, [id]);
  useTicks(() => void resource.reload(), isLive ? null : pollMs);
  return { ...resource, isLive };
}

function parseJson(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
