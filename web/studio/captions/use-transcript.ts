import { useRef } from 'preact/hooks';
import { transcriptSchema, type Transcript, type TranscriptChange } from '../../../domain/api/transcript.ts';
import { ApiError } from '../../ui/api.ts';
import { showToast } from '../../ui/toast.tsx';
import { useAction, type Action } from '../../ui/use-action.ts';
import { useResource, type Resource } from '../../ui/use-resource.ts';
import { api } from '../shell/session.ts';

/** What is changed of a transcript, whatever its revision. */
export type Change = Omit<TranscriptChange, 'revision'>;

/** A recording's transcript and the ways to change it. */
export interface LiveTranscript {
  resource: Resource<Transcript>;
  action: Action<[Change]>;
  /** Changes it, and says so with a way back. */
  change: (change: Change, said: string) => Promise<boolean>;
}

/** Fetches a recording's transcript; `onChanged` hears of each change. */
export function useTranscript(recordingId: string, onChanged: () => void): LiveTranscript {
  const path = `/api/recordings/${recordingId}/transcript`;
  const resource = useResource((signal) => api.get(path, transcriptSchema, { signal }), [path]);
  const newest = useRef(resource.value);
  // What an answer brought may be newer than what is drawn yet.
  if ((resource.value?.revision ?? 0) > (newest.current?.revision ?? 0)) newest.current = resource.value;
  // One after the other: each names the revision that the one before it left.
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const send = async (change: Change): Promise<void> => {
    const revision = newest.current?.revision ?? 0;
    try {
      const changed = await api.patch(path, transcriptSchema, { body: { ...change, revision } });
      newest.current = changed;
      resource.set(changed);
      onChanged();
    } catch (error) {
      if (error instanceof ApiError && error.code === 'transcript-changed') await resource.reload();
      throw error;
    }
  };
  const action = useAction((change: Change) => {
    const sent = last.current.then(() => send(change));
    last.current = sent.catch(() => undefined);
    return sent;
  });
  return {
    resource,
    action,
    change: async (change, said) => {
      const before = newest.current;
      const isDone = await action.run(change);
      if (isDone && before)
        showToast({ message: said, undo: () => void action.run(wayBack(before, change)) });
      return isDone;
    },
  };
}

/** The change that puts back what another is about to take. */
function wayBack({ language, shiftMs, cues }: Transcript, change: Change): Change {
  return {
    ...(change.language === undefined ? {} : { language }),
    ...(change.shiftMs === undefined ? {} : { shiftMs }),
    ...(change.cues === undefined
      ? {}
      : {
          cues: change.cues.map(({ at }) => ({
            at,
            text: cues[at]?.text ?? '',
            speaker: cues[at]?.speaker ?? '',
          })),
        }),
  };
}
