/** Tells the LMS how high the page is, where the LMS says that it wants to know; until `stop` is called. */
export function fitFrame(page: HTMLElement): { stop: () => void } {
  let stopped = false;
  let observer: ResizeObserver | undefined;
  void watch();
  return {
    stop() {
      stopped = true;
      observer?.disconnect();
    },
  };

  async function watch(): Promise<void> {
    if (window.parent === window) return;
    const { askCapabilities } = await import('/lti/assets/platform-storage.js');
    const { subjects, origin } = await askCapabilities();
    if (stopped || origin === undefined || !subjects.includes('lti.frameResize')) return;
    let told = 0;
    observer = new ResizeObserver(() => {
      const height = Math.ceil(page.getBoundingClientRect().height);
      if (height === told) return;
      told = height;
      window.parent.postMessage({ subject: 'lti.frameResize', height }, origin);
    });
    observer.observe(page);
  }
}
