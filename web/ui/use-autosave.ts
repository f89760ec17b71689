import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, sentenceOf } from './api.ts';

/** Where an autosaved thing stands. */
export type SaveState =
  | { kind: 'untouched' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: Date }
  | { kind: 'failed'; sentence: string };

/**
 * Saves a value a little after its last change, one request at a time, the newest value last; tries again after a
 * failure that may pass (no connection, a fault of the service), and warns before the page closes with something unsaved.
 */
export function useAutosave<T>(save: (value: T) => Promise<unknown>, delayMs = 700) {
  const [state, setState] = useState<SaveState>({ kind: 'untouched' });
  const work = useRef<{ waiting?: { value: T } | undefined; running: boolean; timer: number }>({
    running: false,
    timer: 0,
  });
  const saveNow = useRef(save);
  saveNow.current = save;

  const flush = async (): Promise<void> => {
    const { current } = work;
    window.clearTimeout(current.timer);
    if (current.running || !current.waiting) return;
    const { value } = current.waiting;
    current.waiting = undefined;
    current.running = true;
    setState({ kind: 'saving' });
    let nextMs: number | undefined = 0;
    try {
      await saveNow.current(value);
      setState({ kind: 'saved', at: new Date() });
    } catch (error) {
      nextMs = keepWaiting(current, value) ? 0 : isPassing(error) ? retryMs : undefined;
      setState({ kind: 'failed', sentence: sentenceOf(error) });
    }
    current.running = false;
    if (current.waiting && nextMs !== undefined) schedule(nextMs);
  };
  const schedule = (ms: number) => {
    window.clearTimeout(work.current.timer);
    work.current.timer = window.setTimeout(() => void flush(), ms);
  };
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (work.current.waiting || work.current.running) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
      void flush();
    };
  }, []);
  return {
    state,
    change: (value: T) => {
      work.current.waiting = { value };
      schedule(delayMs);
    },
    /** Saves at once what still waits. */
    flush,
  };
}

const retryMs = 5000;

function isPassing(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
}

/** Lets a value that failed wait again, unless a newer one does; says whether a newer one does. */
function keepWaiting<T>(work: { waiting?: { value: T } | undefined }, value: T): boolean {
  if (work.waiting) return true;
  work.waiting = { value };
  return false;
}
