import { useEffect, useMemo, useRef } from 'preact/hooks';
import { moduleSchema, type Module } from '../../../domain/api/module.ts';
import { ApiError } from '../../ui/api.ts';
import { useAutosave, type SaveState } from '../../ui/use-autosave.ts';
import { useResource } from '../../ui/use-resource.ts';
import { useTicks } from '../../ui/use-ticks.ts';
import { api } from '../shell/session.ts';
import { createAddresses } from './keep-addresses.ts';

/** A module that stays fresh while its chapters are cut, and saves what is typed into it. */
export interface LiveModule {
  value: Module | undefined;
  error: unknown;
  failure: string | undefined;
  reload: () => Promise<void>;
  /** Fetches the module with fresh addresses: the ones shown have ended. */
  refresh: () => Promise<void>;
  set: (module: Module) => void;
  /** Saves parts of the module or of a chapter a little later, together with others at the same path. */
  patch: (path: string, part: object) => void;
  save: SaveState;
}

const pollMs = 2000;
/** Of what nobody waits for. */
const quietPollMs = 6000;

/** Fetches a module and follows it while the page is open. */
export function useModule(id: string): LiveModule {
  const addresses = useMemo(createAddresses, [id]);
  const resource = useResource(
    async (signal) => addresses.keep(await api.get(`/api/modules/${id}`, moduleSchema, { signal })),
    [id],
  );
  const { value } = resource;
  const set = (module: Module) => resource.set(addresses.keep(module));
  const saves = usePatches(set);
  const atWork = value?.chapters.some(({ state }) => state === 'waiting' || state === 'cutting') ?? false;
  useFollow(atWork ? (value?.recordingId ?? undefined) : undefined, () => void resource.reload());
  const isMaking =
    value?.chapters.some(({ renditions: { state } }) => state === 'waiting' || state === 'making') ?? false;
  useTicks(() => void resource.reload(), atWork ? pollMs : isMaking ? quietPollMs : null);
  return {
    value,
    error: resource.error,
    failure: resource.failure,
    reload: resource.reload,
    refresh: () => {
      addresses.forget();
      return resource.reload();
    },
    set,
    ...saves,
  };
}

/** Changes that wait to be saved, by the path they are for. */
function usePatches(set: (module: Module) => void): Pick<LiveModule, 'patch' | 'save'> {
  const waiting = useRef(new Map<string, object>());
  const autosave = useAutosave<null>(async () => {
    for (const [path, body] of [...waiting.current]) {
      try {
        const module = await api.patch(path, moduleSchema, { body });
        if (waiting.current.get(path) === body) waiting.current.delete(path);
        if (waiting.current.size === 0) set(module);
      } catch (error) {
        // What the service refuses now it refuses again; it must not hold up the rest.
        const isRefused =
          error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 401;
        if (isRefused && waiting.current.get(path) === body) waiting.current.delete(path);
        throw error;
      }
    }
  });
  return {
    save: autosave.state,
    patch: (path, part) => {
      waiting.current.set(path, { ...waiting.current.get(path), ...part });
      autosave.change(null);
    },
  };
}

/** Hears of each step of a recording at work as it happens. */
function useFollow(recordingId: string | undefined, onStep: () => void): void {
  const newest = useRef(onStep);
  newest.current = onStep;
  useEffect(() => {
    if (recordingId === undefined) return undefined;
    const stream = new EventSource(`/api/recordings/${recordingId}/events`);
    stream.addEventListener('recording', () => newest.current());
    return () => stream.close();
  }, [recordingId]);
}
