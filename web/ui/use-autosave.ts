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
 * failure that may pass (no connection, a fault of the service, an ended session), and warns before the page closes
 * with something unsaved.
 */
export function useAutosave<T>(save: (value: T) => Promise<unknown>, delayMs = 700) {
  const [state, setState] = useState<SaveState>({ kind: 'untouched' });
  const work = useRef<Work<T>>({ timer: 0 });
  const saveNow = useRef(save);
  saveNow.current = save;

  const saveOnce = async (value: T): Promise<boolean> => {
    const { current } = work;
    current.waiting = undefined;
    setState({ kind: 'saving' });
    try {
      await saveNow.current(value);
      setState({ kind: 'saved', at: new Date() });
      if (hasNewer(current)) schedule(0);
      return true;
    } catch (error) {
      setState({ kind: 'failed', sentence: sentenceOf(error) });
      if (hasNewer(current)) schedule(0);
      else {
        current.waiting = { value };
        if (isPassing(error)) schedule(retryMs);
      }
      return false;
    }
  };
  const flush = async (): Promise<boolean> => {
    const { current } = work;
    window.clearTimeout(current.timer);
    if (current.running) {
      const isSaved = await current.running;
      return current.waiting ? flush() : isSaved;
    }
    if (!current.waiting) return true;
    current.running = saveOnce(current.waiting.value).finally(() => (current.running = undefined));
    return await current.running;
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
    /** Saves at once what still waits; false when that failed. */
    flush,
  };
}

const retryMs = 5000;

interface Work<T> {
  /** The newest value that no request carries yet. */
  waiting?: { value: T } | undefined;
  /** The request on its way. */
  running?: Promise<boolean> | undefined;
  timer: number;
}

/** No connection, a fault of the service, or a session that ended: its person may be signing in again. */
function isPassing(error: unknown): boolean {
  return !(error instanceof ApiError) || [0, 401].includes(error.status) || error.status >= 500;
}

/** Whether a value was changed while another was on its way. */
function hasNewer(work: { waiting?: { value: unknown } | undefined }): boolean {
  return work.waiting !== undefined;
}
