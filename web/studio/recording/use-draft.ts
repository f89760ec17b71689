import { useEffect, useRef, useState } from 'preact/hooks';
import { recordingSchema, type Recording } from '../../../domain/api/recording.ts';
import type { BoundaryMode } from '../../../domain/recording.ts';
import { sentenceOf } from '../../ui/api.ts';
import { useAutosave } from '../../ui/use-autosave.ts';
import { api } from '../shell/session.ts';

/** What a person types about a new recording. */
export interface DraftText {
  title: string;
  outlineText: string;
  boundaries: BoundaryMode;
  /** Whether the names of those who wrote in the chat are kept. */
  keepNames: boolean;
  /** The time of day at which the session began, where a folder's name tells it. */
  beganAt?: string;
}

/**
 * A new recording's draft, kept on the server from its first word or file. The page's address then names it, so that
 * a reload or another device goes on with it.
 */
export function useDraft() {
  const [text, setText] = useState<DraftText>({
    title: '',
    outlineText: '',
    boundaries: 'exact',
    keepNames: false,
  });
  const [recording, setRecording] = useState<Recording>();
  const [failure, setFailure] = useState<string>();
  const [isLoading, setLoading] = useState(() => draftInAddress() !== undefined);
  const creating = useRef<Promise<string> | undefined>(undefined);
  const newest = useRef(text);

  const ensure = (): Promise<string> => {
    creating.current ??= create(newest.current).then(
      (created) => {
        window.history.replaceState(null, '', `/recordings/new?draft=${created.id}`);
        setRecording(created);
        return created.id;
      },
      (error: unknown) => {
        creating.current = undefined;
        throw error;
      },
    );
    return creating.current;
  };
  const refresh = async (): Promise<Recording | undefined> => {
    if (!creating.current) return undefined;
    const fresh = await api.get(`/api/recordings/${await creating.current}`, recordingSchema);
    setRecording(fresh);
    return fresh;
  };
  const autosave = useAutosave<DraftText>(async (value) => {
    const id = await ensure();
    const { title, ...rest } = value;
    const body = title.trim() === '' ? rest : { ...rest, title };
    setRecording(await api.patch(`/api/recordings/${id}`, recordingSchema, { body, keepalive: true }));
  });
  useEffect(() => {
    const id = draftInAddress();
    if (id === undefined) return;
    creating.current = Promise.resolve(id);
    api
      .get(`/api/recordings/${id}`, recordingSchema)
      .then((loaded) => {
        setRecording(loaded);
        newest.current = {
          title: loaded.title,
          outlineText: loaded.outlineText ?? '',
          boundaries: loaded.boundaries,
          keepNames: loaded.keepNames,
        };
        setText(newest.current);
      })
      .catch((error: unknown) => {
        creating.current = undefined;
        setFailure(sentenceOf(error));
      })
      .finally(() => setLoading(false));
  }, []);
  return {
    text,
    /** What the server has; undefined before the first save. */
    recording,
    failure,
    isLoading,
    saveState: autosave.state,
    change: (changes: Partial<DraftText>) => {
      newest.current = { ...newest.current, ...changes };
      setText(newest.current);
      autosave.change(newest.current);
    },
    ensure,
    refresh,
    saveNow: autosave.flush,
  };
}

function create(text: DraftText): Promise<Recording> {
  return api.post('/api/recordings', recordingSchema, { body: text });
}

function draftInAddress(): string | undefined {
  return new URLSearchParams(window.location.search).get('draft') ?? undefined;
}
