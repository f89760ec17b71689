import type { Locator, Page } from 'playwright-core';
import type { World } from '../seed.ts';
import type { Visitor } from './visitor.ts';

/** A page in one of its states, and the way there. */
export interface ShownPage {
  name: string;
  visitor: Visitor;
  /** The service refuses what the page asks for, which every browser notes as an error. */
  isRefused?: boolean;
  /** What it is about, where that may lie below the fold: a picture is taken once it is in view. */
  subject?: (page: Page) => Locator;
  /** Resolves when everything is on the page. */
  open: (page: Page, world: World) => Promise<void>;
}

/** Opens an address of the service as somebody who is not signed in. */
export function nobody(name: string, path: string, sign: (page: Page) => Locator): ShownPage {
  return {
    name,
    visitor: 'nobody',
    async open(page, { url }) {
      await page.goto(url + path);
      await sign(page).waitFor();
    },
  };
}

/** Opens an address of the studio, and does there what the page is to be shown after. */
export function studio(
  name: string,
  path: (world: World) => string,
  sign: (page: Page) => Locator,
  andThen: (page: Page) => Promise<void> = () => Promise.resolve(),
): ShownPage {
  return {
    name,
    visitor: 'administrator',
    async open(page, world) {
      await page.goto(world.url + path(world));
      await sign(page).waitFor();
      await andThen(page);
    },
  };
}

/** A heading by what it says. */
export function heading(page: Page, name: string): Locator {
  return page.getByRole('heading', { name });
}
