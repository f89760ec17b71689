import type { FrameLocator, Page } from 'playwright-core';

/** Plays the page's video, fast, until it stands at `untilSeconds` (then it is paused) or has ended. */
export async function playVideo(
  page: Page | FrameLocator,
  { untilSeconds = Infinity, rate = 16 }: { untilSeconds?: number; rate?: number } = {},
): Promise<void> {
  await page.locator('video').evaluate(
    async (element, { until, speed }) => {
      if (!(element instanceof HTMLVideoElement)) throw new Error('The page has no video.');
      element.muted = true;
      element.playbackRate = speed;
      await element.play();
      await new Promise<void>((resolve) => {
        const look = () => {
          if (element.currentTime >= until) element.pause();
          if (element.paused || element.ended) resolve();
          else requestAnimationFrame(look);
        };
        look();
      });
      element.playbackRate = 1;
      element.muted = false;
    },
    { until: untilSeconds, speed: rate },
  );
}

/** Moves the page's video to a place without playing it. */
export async function seekVideo(page: Page | FrameLocator, seconds: number): Promise<void> {
  await page.locator('video').evaluate(async (element, to) => {
    if (!(element instanceof HTMLVideoElement)) throw new Error('The page has no video.');
    element.pause();
    // Without its length there is no end to count from.
    if (element.readyState < HTMLMediaElement.HAVE_METADATA)
      await new Promise((resolve) => element.addEventListener('loadedmetadata', resolve, { once: true }));
    element.currentTime = to < 0 ? element.duration + to : to;
    await new Promise((resolve) => element.addEventListener('seeked', resolve, { once: true }));
  }, seconds);
}
