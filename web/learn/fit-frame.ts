/** Beyond what it needs now: a line that comes later must not move what is under the learner's pointer. */
const spareHeight = 160;

/**
 * Asks the LMS for a higher frame when the page does not fit into it, where the LMS says that it understands; until
 * `stop` is called. Each new height moves what a learner sees: they are few, and none comes while a pointer is down.
 */
export function fitFrame(page: HTMLElement): { stop: () => void } {
  const stopping = new AbortController();
  const { signal } = stopping;
  void watch();
  return { stop: () => stopping.abort() };

  async function watch(): Promise<void> {
    if (window.parent === window) return;
    const { askCapabilities } = await import('/lti/assets/platform-storage.js');
    const { subjects, origin } = await askCapabilities();
    if (signal.aborted || origin === undefined || !subjects.includes('lti.frameResize')) return;
    let told = 0;
    let isPressed = false;
    const tell = () => {
      const needed = Math.ceil(page.getBoundingClientRect().height);
      if (isPressed || needed <= told) return;
      told = needed > window.innerHeight ? needed + spareHeight : needed;
      window.parent.postMessage({ subject: 'lti.frameResize', height: told }, origin);
    };
    const press = ({ type }: Event) => {
      isPressed = type === 'pointerdown';
      tell();
    };
    for (const name of ['pointerdown', 'pointerup', 'pointercancel']) {
      window.addEventListener(name, press, { capture: true, signal });
    }
    const observer = new ResizeObserver(tell);
    observer.observe(page);
    signal.addEventListener('abort', () => observer.disconnect());
  }
}
