import { useEffect, useState, type MutableRef } from 'preact/hooks';

/** When no first frame comes (a phone that fetches nothing before play), the controls are loaded all the same. */
const patienceMs = 2_500;

/**
 * Loads the player's controls once the first frame stands, so that nothing delays it. True when they are here; the
 * browser's own controls do until then, and for good if they cannot be loaded.
 */
export function usePlayerControls(video: MutableRef<HTMLMediaElement | null>): boolean {
  const [ready, setReady] = useState(customElements.get('media-controller') !== undefined);
  useEffect(() => {
    const element = video.current;
    if (ready || element === null) return undefined;
    const listening = new AbortController();
    const load = () => {
      listening.abort();
      window.clearTimeout(timer);
      void import('./player-controls.ts').then(
        () => setReady(true),
        () => undefined,
      );
    };
    const timer = window.setTimeout(load, patienceMs);
    for (const event of ['loadeddata', 'play', 'error']) {
      element.addEventListener(event, load, { signal: listening.signal });
    }
    if (element.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) load();
    return () => {
      listening.abort();
      window.clearTimeout(timer);
    };
  }, [ready]);
  return ready;
}
