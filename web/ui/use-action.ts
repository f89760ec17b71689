import { useState } from 'preact/hooks';
import { fieldErrors, sentenceOf } from './api.ts';

/** One thing a person asked for: whether it is at work, and what went wrong. */
export interface Action<Args extends unknown[]> {
  run: (...args: Args) => Promise<boolean>;
  busy: boolean;
  /** The sentence to show; undefined when nothing went wrong. */
  failure: string | undefined;
  error: unknown;
  /** What is wrong with which field, by its name. */
  fields: Record<string, string>;
  clear: () => void;
}

/** Runs a request for a button or form; `run` resolves to whether it went well, and never throws. */
export function useAction<Args extends unknown[]>(act: (...args: Args) => Promise<unknown>): Action<Args> {
  const [state, setState] = useState<{ busy: boolean; error?: unknown }>({ busy: false });
  return {
    busy: state.busy,
    error: state.error,
    failure: state.error === undefined ? undefined : sentenceOf(state.error),
    fields: fieldErrors(state.error),
    clear: () => setState({ busy: false }),
    run: async (...args) => {
      setState({ busy: true });
      try {
        await act(...args);
        setState({ busy: false });
        return true;
      } catch (error) {
        setState({ busy: false, error });
        return false;
      }
    },
  };
}
