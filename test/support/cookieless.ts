import type { BrowserContext, Request } from 'playwright-core';
import { request } from 'undici';

/**
 * As a browser does that keeps no cookies for a site inside another, or none at all: the tool's are lost on the way in
 * frames, or `everywhere`.
 */
export async function dropCookies(
  context: BrowserContext,
  toolUrl: string,
  where: 'in-frames' | 'everywhere',
): Promise<void> {
  await context.route(
    (url) => url.origin === toolUrl,
    async (route) => {
      const asked = route.request();
      if (!asked.isNavigationRequest() || (where === 'in-frames' && !isOfFrame(asked))) {
        await route.continue();
        return;
      }
      // Not route.fetch: that one keeps the cookies in the browser's own jar.
      const response = await request(asked.url(), {
        method: asked.method() === 'POST' ? 'POST' : 'GET',
        // The browser adds this one only behind the place where routes stand.
        headers: {
          ...(await asked.allHeaders()),
          'sec-fetch-dest': isOfFrame(asked) ? 'iframe' : 'document',
        },
        body: asked.postData(),
      });
      const headers = Object.entries(response.headers).filter(([name]) => name !== 'set-cookie');
      await route.fulfill({
        status: response.statusCode,
        headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
        body: Buffer.from(await response.body.arrayBuffer()),
      });
    },
  );
}

/** A browser that opens none of the tool's pages in a window of their own. */
export async function blockOwnWindows(context: BrowserContext, toolUrl: string): Promise<void> {
  await context.route(
    (url) => url.origin === toolUrl,
    async (route) => {
      const asked = route.request();
      if (asked.isNavigationRequest() && !isOfFrame(asked)) await route.abort();
      else await route.fallback();
    },
  );
}

function isOfFrame(asked: Request): boolean {
  // A window that is just opening has no frame to ask for.
  try {
    return asked.frame().parentFrame() !== null;
  } catch {
    return false;
  }
}
