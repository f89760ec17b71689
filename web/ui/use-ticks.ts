import { useEffect, useRef } from 'preact/hooks';

/** Calls every so often while the page is being looked at; `everyMs` null: never. */
export function useTicks(call: () => void, everyMs: number | null): void {
  const newest = useRef(call);
  newest.current = call;
  useEffect(() => {
    if (everyMs === null) return;
    const tick = () => {
      if (document.visibilityState === 'visible') newest.current();
    };
    const timer = window.setInterval(tick, everyMs);
    document.addEventListener('visibilitychange', tick);
    return () => {
      window.clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [everyMs]);
}
