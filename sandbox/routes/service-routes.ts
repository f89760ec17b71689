import express, { Router } from 'express';
import type { RequestHandler, Response } from 'express';
import { grantToken } from '../access-tokens.ts';
import type { SandboxContext } from '../context.ts';
import { meter } from '../faults.ts';
import {
  createLineItem,
  deleteLineItem,
  listLineItems,
  readLineItem,
  replaceLineItem,
} from '../line-items.ts';
import { readRoster } from '../memberships.ts';
import { nextLink } from '../paging.ts';
import type { Page } from '../paging.ts';
import { describePlatform, registerDynamically, updateRegistration } from '../registration.ts';
import { listResults } from '../results.ts';
import { receiveScore } from '../scores.ts';
import type { Endpoint } from '../types.ts';
import { mediaType } from '../vocabulary.ts';

const one = '/ags/courses/:courseId/lineitems/:itemId/lineitem';
const all = '/ags/courses/:courseId/lineitems';

/** What tools call from their servers: keys, configuration, registration, tokens, grades, roster. */
export function createServiceRouter(ctx: SandboxContext): Router {
  const router = Router();
  const text = express.text({ type: () => true, limit: '1mb' });
  const on = (endpoint: Endpoint, ...handlers: RequestHandler[]) => [meter(ctx, endpoint), text, ...handlers];

  router.get('/.well-known/openid-configuration', meter(ctx, 'configuration'), (_request, response) => {
    response.json(describePlatform(ctx));
  });
  router.get('/jwks', meter(ctx, 'jwks'), (_request, response) => {
    response.set('Cache-Control', 'public, max-age=300').json(ctx.keys.publicJwks());
  });
  router.post(
    '/register',
    meter(ctx, 'registration'),
    express.json({ limit: '100kb' }),
    (request, response) => {
      response.json(registerDynamically(ctx, request));
    },
  );
  router.put(
    '/register/:clientId',
    meter(ctx, 'registration'),
    express.json({ limit: '100kb' }),
    (request, response) => {
      response.json(updateRegistration(ctx, request));
    },
  );
  router.post(
    '/token',
    meter(ctx, 'token'),
    express.urlencoded({ extended: false }),
    async (request, response) => {
      response.set('Cache-Control', 'no-store').json(await grantToken(ctx, request.body));
    },
  );

  router.get(
    all,
    on('lineItems', (request, response) => {
      sendPage(response, mediaType.lineItems, listLineItems(ctx, request), ctx.profile.malformsLineItemLink);
    }),
  );
  router.post(
    all,
    on('lineItems', (request, response) => {
      response
        .status(201)
        .type(mediaType.lineItem)
        .send(JSON.stringify(createLineItem(ctx, request)));
    }),
  );
  router.get(
    one,
    on('lineItems', (request, response) => {
      response.type(mediaType.lineItem).send(JSON.stringify(readLineItem(ctx, request)));
    }),
  );
  router.put(
    one,
    on('lineItems', (request, response) => {
      response.type(mediaType.lineItem).send(JSON.stringify(replaceLineItem(ctx, request)));
    }),
  );
  router.delete(
    one,
    on('lineItems', (request, response) => {
      deleteLineItem(ctx, request);
      response.status(204).end();
    }),
  );
  router.post(
    `${one}/scores`,
    on('scores', (request, response) => {
      receiveScore(ctx, request);
      response.status(200).end();
    }),
  );
  router.get(
    `${one}/results`,
    on('results', (request, response) => {
      if (ctx.profile.losesLimitedResults && request.query['limit'] !== undefined) {
        response.status(404).type('html').send('<!doctype html><title>Not found</title><h1>Not found</h1>');
        return;
      }
      sendPage(response, mediaType.results, listResults(ctx, request), false);
    }),
  );
  router.get(
    '/nrps/courses/:courseId/memberships',
    on('memberships', (request, response) => {
      const { body, next, differences } = readRoster(ctx, request);
      const links = [...(next === undefined ? [] : [nextLink(next)]), `<${differences}>; rel="differences"`];
      response.set('Link', links.join(', ')).type(mediaType.memberships).send(JSON.stringify(body));
    }),
  );
  return router;
}

function sendPage(response: Response, type: string, page: Page<unknown>, malformed: boolean): void {
  if (page.next !== undefined)
    response.set('Link', malformed ? malformedLink(page.next) : nextLink(page.next));
  response.type(type).send(JSON.stringify(page.members));
}

/** As Moodle 4.5 writes it: curly quotes, and `&` as an HTML entity; in the bytes that a header may carry. */
function malformedLink(url: string): string {
  return Buffer.from(`<${url.replaceAll('&', '&amp;')}>; rel=“next”`).toString('latin1');
}
