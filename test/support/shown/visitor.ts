import type { Browser, BrowserContext } from 'playwright-core';
import { sessionSchema } from '../../../domain/api/account.ts';
import { beInLms } from '../lms.ts';
import type { Account, World } from '../seed.ts';

/** Who looks at a page. */
export type Visitor =
  'nobody' | 'administrator' | 'newcomer' | 'teacher' | 'learner one' | 'learner two' | 'learner three';

/** A browser context of each visitor, signed in where that is needed. */
export async function openAs(browser: Browser, world: World, visitor: Visitor): Promise<BrowserContext> {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  context.setDefaultTimeout(15_000);
  const { teacherId, learnerIds } = world.lms;
  switch (visitor) {
    case 'nobody':
      break;
    case 'administrator':
    case 'newcomer':
      await signIn(context, world.url, world[visitor]);
      break;
    case 'teacher':
      await beInLms(context, world.sandbox, teacherId);
      break;
    case 'learner one':
    case 'learner two':
    case 'learner three': {
      const at = ['learner one', 'learner two', 'learner three'].indexOf(visitor);
      await beInLms(context, world.sandbox, learnerIds[at] ?? '');
    }
  }
  return context;
}

async function signIn(context: BrowserContext, url: string, account: Account): Promise<void> {
  const session = sessionSchema.parse(await (await context.request.get(`${url}/api/session`)).json());
  const answer = await context.request.post(`${url}/api/session`, {
    headers: { 'x-csrf-token': session.csrfToken },
    data: account,
  });
  if (!answer.ok()) throw new Error(`Signing in answered ${answer.status()}: ${await answer.text()}`);
}
