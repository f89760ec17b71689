import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { sentenceOf, wasAborted } from './api.ts';

/** Something fetched for a page. A failed reload keeps the value that was there. */
export interface Resource<T> {
  value: T | undefined;
  /** Why the newest fetch failed, as a sentence. */
  failure: string | undefined;
  error: unknown;
  loading: boolean;
  reload: () => Promise<void>;
  /** Puts in a value that another request answered with. */
  set: (value: T) => void;
}

/** Fetches when the page appears and whenever `dependencies` change; the last fetch wins. */
export function useResource<T>(
  fetchIt: (signal: AbortSignal) => Promise<T>,
  dependencies: readonly unknown[],
): Resource<T> {
  const [state, setState] = useState<{ value?: T; error?: unknown; loading: boolean }>({ loading: true });
  const running = useRef<AbortController>(null);
  const reload = useCallback(async () => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setState((before) => ({ ...before, loading: true }));
    try {
      const value = await fetchIt(controller.signal);
      if (!controller.signal.aborted) setState({ value, loading: false });
    } catch (error) {
      if (!controller.signal.aborted && !wasAborted(error))
        setState((before) => ({ ...before, error, loading: false }));
    }
  }, dependencies);
  useEffect(() => {
    void reload();
    return () => running.current?.abort();
  }, [reload]);
  return {
    value: state.value,
    error: state.error,
    failure: state.error === undefined ? undefined : sentenceOf(state.error),
    loading: state.loading,
    reload,
    set: (value) => {
      running.current?.abort();
      setState({ value, loading: false });
    },
  };
}
