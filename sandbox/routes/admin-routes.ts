import express, { Router } from 'express';
import { z } from 'zod';
import type { SandboxContext } from '../context.ts';
import { findTool } from '../directory.ts';
import { webAddress } from '../nouns.ts';
import { endpointsOf } from '../endpoints.ts';
import { notice } from '../pages/layout.ts';
import { newToolPage, registerPage, toolPage, toolsPage } from '../pages/tool-pages.ts';
import { addTool, registrationUrl, removeTool } from '../registration.ts';
import { requireAdministrator } from '../sessions.ts';
import type { NewTool } from '../types.ts';
import { scope } from '../vocabulary.ts';

const address = z
  .string()
  .refine(
    (text) => webAddress.safeParse(text).success,
    'Enter a whole address that begins with https:// or http://.',
  );
const lines = z.string().transform((text) => text.split(/\s+/).filter((line) => line !== ''));
const ticked = z.string().optional();

const toolForm = z.object({
  name: z.string().trim().min(1, 'Enter a name.'),
  targetLinkUri: address,
  initiateLoginUri: address,
  redirectUris: lines.pipe(z.array(address).min(1, 'Enter at least one address.')),
  jwksUri: address,
  deepLinkingUri: z.union([z.literal(''), address]),
  grades: ticked,
  columns: ticked,
  roster: ticked,
  sharesName: ticked,
  sharesEmail: ticked,
});

/** The administrator's pages: tools by dynamic registration and by hand. */
export function createAdminRouter(ctx: SandboxContext): Router {
  const router = Router();
  const form = express.urlencoded({ extended: false });
  router.use('/admin', (request, _response, next) => {
    requireAdministrator(ctx, request);
    next();
  });

  router.get('/admin/tools', (request, response) => {
    const user = requireAdministrator(ctx, request);
    const said =
      'registered' in request.query
        ? notice('good', 'The tool is registered. Activate it so that teachers can use it.')
        : undefined;
    response.send(toolsPage(user, ctx.state.tools, said));
  });
  router.get('/admin/tools/register', (request, response) => {
    const user = requireAdministrator(ctx, request);
    const url = address.safeParse(request.query['url']);
    if (!url.success) {
      response
        .status(400)
        .send(
          toolsPage(
            user,
            ctx.state.tools,
            notice('bad', 'A registration URL begins with https:// or http://.'),
          ),
        );
      return;
    }
    response.send(registerPage(user, registrationUrl(ctx, url.data)));
  });
  router.get('/admin/tools/new', (request, response) => {
    const user = requireAdministrator(ctx, request);
    response.send(
      newToolPage(
        user,
        { grades: 'yes', columns: 'yes', roster: 'yes', sharesName: 'yes', sharesEmail: 'yes' },
        {},
      ),
    );
  });
  router.post('/admin/tools/new', form, (request, response) => {
    const user = requireAdministrator(ctx, request);
    const parsed = toolForm.safeParse(request.body);
    if (!parsed.success) {
      const typed = z.record(z.string(), z.string()).catch({}).parse(request.body);
      const wrong = parsed.error.issues.map((issue) => [String(issue.path[0]), issue.message] as const);
      response.status(422).send(newToolPage(user, typed, Object.fromEntries(wrong)));
      return;
    }
    response.redirect(303, `/admin/tools/${addTool(ctx, toNewTool(parsed.data)).clientId}`);
  });
  router.get('/admin/tools/:clientId', (request, response) => {
    const user = requireAdministrator(ctx, request);
    response.send(toolPage(user, findTool(ctx, request.params.clientId), ctx.origin, endpointsOf(ctx)));
  });
  router.post('/admin/tools/:clientId/activate', (request, response) => {
    findTool(ctx, request.params.clientId).state = 'active';
    ctx.save();
    response.redirect(303, '/admin/tools');
  });
  router.post('/admin/tools/:clientId/remove', (request, response) => {
    removeTool(ctx, findTool(ctx, request.params.clientId).clientId);
    response.redirect(303, '/admin/tools');
  });
  return router;
}

function toNewTool(given: z.infer<typeof toolForm>): NewTool {
  const { name, targetLinkUri, initiateLoginUri, redirectUris, jwksUri, deepLinkingUri } = given;
  return {
    name,
    targetLinkUri,
    initiateLoginUri,
    redirectUris,
    jwksUri,
    ...(deepLinkingUri === '' ? {} : { deepLinkingUri }),
    scopes: [
      ...(given.grades === undefined ? [] : [scope.lineItemReadonly, scope.resultReadonly, scope.score]),
      ...(given.columns === undefined ? [] : [scope.lineItem]),
      ...(given.roster === undefined ? [] : [scope.memberships]),
    ],
    sharesName: given.sharesName !== undefined,
    sharesEmail: given.sharesEmail !== undefined,
  };
}
