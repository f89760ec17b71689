import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import express from 'express';
import type { Express, Request } from 'express';
import { SignJWT, createRemoteJWKSet, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { listen } from './listen.ts';
import { html } from './pages/html.ts';
import type { NewTool } from './types.ts';
import { claim, configuration, mediaType, scope, supportedScopes } from './vocabulary.ts';

/** A small honest tool on another site than the sandbox: it proves the platform, and shows in a browser what arrived. */
export interface TestTool {
  origin: string;
  registrationUrl: string;
  /** What registering it by hand needs. */
  details: NewTool;
  /** Payloads of verified launches, in order. */
  launches: JWTPayload[];
  /** What its picker returns, as content items. */
  items: Record<string, unknown>[];
  /** The client id it was given by dynamic registration. */
  clientId: string | undefined;
  /** Leaves for the platform by script and not by redirect, so that the request comes from the tool's own page. */
  leavesByScript: boolean;
  sign(payload: JWTPayload, header?: Record<string, unknown>): Promise<string>;
  /** The client assertion of a token request. */
  assertion(clientId: string, audience: string): Promise<string>;
  /** The response to a deep linking request with the given claims. */
  deepLinkResponse(
    request: JWTPayload,
    items: readonly Record<string, unknown>[],
    changes?: JWTPayload,
  ): Promise<string>;
  accessToken(clientId: string, tokenUrl: string, scopes?: readonly string[]): Promise<string>;
  /** POSTs a score to a line item's address; gives the platform's answer. */
  sendScore(lineItemUrl: string, token: string, score: Record<string, unknown>): Promise<Response>;
  rotateKey(): void;
  close(): Promise<void>;
}

const loginSchema = z.object({
  iss: z.string(),
  login_hint: z.string(),
  lti_message_hint: z.string(),
  client_id: z.string(),
});
const launchSchema = z.object({ id_token: z.string(), state: z.string() });
const platformSchema = z.object({
  authorization_endpoint: z.string(),
  jwks_uri: z.string(),
  registration_endpoint: z.string(),
});
const registrationQuery = z.object({ openid_configuration: z.string(), registration_token: z.string() });
const settingsSchema = z.looseObject({ deep_link_return_url: z.string(), data: z.string().optional() });

/** Starts the tool on `localhost`. */
export async function createTestTool(): Promise<TestTool> {
  const server = createServer();
  const port = await listen(server, 'localhost', 0);
  const origin = `http://localhost:${port}`;
  let key = makeKey();
  const tool: TestTool = {
    origin,
    registrationUrl: `${origin}/register`,
    details: detailsOf(origin),
    launches: [],
    items: [],
    clientId: undefined,
    leavesByScript: false,
    sign: (payload, header = {}) =>
      new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: key.kid, ...header }).sign(key.privateKey),
    assertion: (clientId, audience) =>
      tool.sign({ iss: clientId, sub: clientId, aud: audience, jti: randomUUID(), ...lifetime() }),
    deepLinkResponse: (request, items, changes = {}) =>
      tool.sign({ ...responseClaims(request, items), ...changes }),
    accessToken: (clientId, tokenUrl, scopes = supportedScopes) =>
      fetchToken(tool, clientId, tokenUrl, scopes),
    sendScore: (lineItemUrl, token, score) =>
      fetch(withPath(lineItemUrl, '/scores'), {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': mediaType.score },
        body: JSON.stringify(score),
      }),
    rotateKey: () => void (key = makeKey()),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  server.on(
    'request',
    createToolApp(tool, () => key),
  );
  return tool;
}

function createToolApp(tool: TestTool, key: () => ToolKey): Express {
  const app = express();
  const nonces = new Map<string, string>();
  app.use(express.urlencoded({ extended: false }));
  app.get('/jwks', (_request, response) => {
    response.json({
      keys: [{ ...key().publicKey.export({ format: 'jwk' }), kid: key().kid, alg: 'RS256', use: 'sig' }],
    });
  });
  app.get('/register', async (request, response) => {
    tool.clientId = await register(tool, request);
    response.send(pageOf('Registered', closeScript));
  });
  app.all('/login', async (request, response) => {
    const login = loginSchema.parse(request.method === 'POST' ? request.body : request.query);
    const [state, nonce] = [randomUUID(), randomUUID()];
    nonces.set(state, nonce);
    const platform = await fetchPlatform(`${login.iss}/.well-known/openid-configuration`);
    const url = authUrl(platform.authorization_endpoint, tool, login, state, nonce);
    if (tool.leavesByScript) response.send(pageOf('Leaving', `location.replace(${JSON.stringify(url)})`));
    else response.redirect(url);
  });
  app.post('/launch', async (request, response) => {
    const { id_token: idToken, state } = launchSchema.parse(request.body);
    const payload = await verifyLaunch(idToken, nonces.get(state));
    nonces.delete(state);
    tool.launches.push(payload);
    response.send(
      payload[claim.messageType] === 'LtiDeepLinkingRequest'
        ? await picker(tool, payload)
        : pageOf('Launched', ''),
    );
  });
  return app;
}

function detailsOf(origin: string): NewTool {
  return {
    name: 'Test tool',
    initiateLoginUri: `${origin}/login`,
    redirectUris: [`${origin}/launch`],
    targetLinkUri: `${origin}/launch`,
    deepLinkingUri: `${origin}/launch`,
    jwksUri: `${origin}/jwks`,
  };
}

async function register(tool: TestTool, request: Request): Promise<string> {
  const asked = registrationQuery.parse(request.query);
  const platform = await fetchPlatform(asked.openid_configuration);
  const answer = await fetch(platform.registration_endpoint, {
    method: 'POST',
    headers: { Authorization: `Bearer ${asked.registration_token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(registrationOf(tool)),
  });
  return z.object({ client_id: z.string() }).parse(await answer.json()).client_id;
}

/** The document a tool posts to be registered. */
export function registrationOf(tool: TestTool): Record<string, unknown> {
  const { details } = tool;
  return {
    application_type: 'web',
    response_types: ['id_token'],
    grant_types: ['implicit', 'client_credentials'],
    initiate_login_uri: details.initiateLoginUri,
    redirect_uris: details.redirectUris,
    client_name: details.name,
    jwks_uri: details.jwksUri,
    token_endpoint_auth_method: 'private_key_jwt',
    scope: [scope.lineItem, scope.score, 'https://example.test/scope/unknown'].join(' '),
    [configuration.tool]: {
      domain: new URL(tool.origin).host,
      target_link_uri: details.targetLinkUri,
      claims: ['sub', 'name'],
      messages: [{ type: 'LtiDeepLinkingRequest', target_link_uri: details.deepLinkingUri }],
    },
  };
}

async function fetchPlatform(url: string): Promise<z.infer<typeof platformSchema>> {
  return platformSchema.parse(await (await fetch(url)).json());
}

function authUrl(
  endpoint: string,
  tool: TestTool,
  login: z.infer<typeof loginSchema>,
  state: string,
  nonce: string,
): string {
  const url = new URL(endpoint);
  url.search = new URLSearchParams({
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    client_id: login.client_id,
    redirect_uri: `${tool.origin}/launch`,
    login_hint: login.login_hint,
    lti_message_hint: login.lti_message_hint,
    state,
    nonce,
  }).toString();
  return url.href;
}

async function verifyLaunch(idToken: string, nonce: string | undefined): Promise<JWTPayload> {
  const [, body = ''] = idToken.split('.');
  const { iss } = z.object({ iss: z.string() }).parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
  const { payload } = await jwtVerify(idToken, createRemoteJWKSet(new URL(`${iss}/jwks`)), {
    algorithms: ['RS256'],
  });
  if (nonce === undefined || payload['nonce'] !== nonce)
    throw new Error('The launch brings a nonce or state that was not sent.');
  return payload;
}

async function picker(tool: TestTool, payload: JWTPayload): Promise<string> {
  const settings = settingsSchema.parse(payload[claim.deepLinkingSettings]);
  const jwt = await tool.deepLinkResponse(payload, tool.items);
  return html`<!doctype html>
    <title>Picker</title>
    <form method="post" action="${settings.deep_link_return_url}">
      <input type="hidden" name="JWT" value="${jwt}" />
      <button>Return ${tool.items.length} items</button>
    </form>`.text;
}

function responseClaims(request: JWTPayload, items: readonly Record<string, unknown>[]): JWTPayload {
  const { data } = settingsSchema.parse(request[claim.deepLinkingSettings]);
  return {
    iss: z.string().parse(request.aud),
    aud: z.string().parse(request.iss),
    nonce: randomUUID(),
    ...lifetime(),
    [claim.messageType]: 'LtiDeepLinkingResponse',
    [claim.version]: '1.3.0',
    [claim.deploymentId]: request[claim.deploymentId],
    [claim.contentItems]: items,
    ...(data === undefined ? {} : { [claim.data]: data }),
  };
}

async function fetchToken(
  tool: TestTool,
  clientId: string,
  tokenUrl: string,
  scopes: readonly string[],
): Promise<string> {
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await tool.assertion(clientId, tokenUrl),
      scope: scopes.join(' '),
    }),
  });
  return z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
}

/** Puts a service's path before the query, as AGS §3.3 asks. */
export function withPath(lineItemUrl: string, path: '/scores' | '/results'): string {
  const url = new URL(lineItemUrl);
  url.pathname += path;
  return url.href;
}

interface ToolKey {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

function makeKey(): ToolKey {
  return { kid: randomUUID(), ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
}

function lifetime(): { iat: number; exp: number } {
  const iat = Math.floor(Date.now() / 1000);
  return { iat, exp: iat + 300 };
}

const closeScript =
  "(window.opener || window.parent).postMessage({ subject: 'org.imsglobal.lti.close' }, '*')";

function pageOf(title: string, script: string): string {
  return `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1><script>${script}</script></html>`;
}
