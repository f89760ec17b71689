import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '../domain/app-error.ts';
import { receiveLaunch } from '../lti/launch/receive-launch.ts';
import { answerLaunch, answerLogin, sendRefusal } from './answer-launch.ts';
import type { Context } from './context.ts';
import { readBindingCookie } from './login-cookies.ts';
import { ltiOf } from './lti.ts';
import { allowFraming } from './middleware/security-headers.ts';
import { sendProblem } from './problem.ts';
import { isForm, readForm } from './read-form.ts';

/** What every request passes first; each calls `next` before it returns. */
type Step = (req: IncomingMessage, res: ServerResponse, next: () => void) => void;

/**
 * Answers POST /lti/login and POST /lti/launch; false for every other request, which goes the common way. They are what a
 * course of hundreds sends at once, and finding their way through Express took longer than checking the launch.
 */
export function createLaunchDoor(
  ctx: Context,
  {
    steps,
    limitLogins,
  }: { steps: readonly Step[]; limitLogins: (req: IncomingMessage, res: ServerResponse) => void },
): (req: IncomingMessage, res: ServerResponse) => boolean {
  const lti = ltiOf(ctx);
  const answers = new Map([
    ['/lti/login', login],
    ['/lti/launch', launch],
  ]);
  const passed = () => undefined;

  return (req, res) => {
    const answer = req.method === 'POST' ? answers.get(pathOf(req)) : undefined;
    if (answer === undefined) return false;
    for (const step of steps) step(req, res, passed);
    keepOpener(res);
    answer(req, res).catch((error: unknown) => {
      if (error instanceof AppError && !res.headersSent) sendRefusal(ctx, res, { error });
      else sendProblem(ctx.log, error, req, res);
    });
    return true;
  };

  async function login(req: IncomingMessage, res: ServerResponse): Promise<void> {
    limitLogins(req, res);
    await answerLogin(ctx, req, res, isForm(req) ? await readForm(req) : undefined);
  }

  async function launch(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (!isForm(req)) throw new AppError('form-needed', 'A launch is posted as a form.', { status: 400 });
    const form = await readForm(req);
    const bindingOf = (state: string) => readBindingCookie(req, state);
    await answerLaunch(ctx, res, await receiveLaunch(lti, { form, bindingOf }));
  }
}

/** As it is registered, or with a slash at its end. */
function pathOf({ url = '' }: IncomingMessage): string {
  const [path = ''] = url.split('?', 1);
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

/** Redirects count too: a strict opener policy on one of them would cut a new window from its opener. */
export function keepOpener(res: ServerResponse): void {
  allowFraming(res, []);
  res.setHeader('Cache-Control', 'no-store');
}
