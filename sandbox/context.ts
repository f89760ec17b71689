import { randomBytes } from 'node:crypto';
import type { JWTVerifyGetKey } from 'jose';
import { createFaults } from './fault-board.ts';
import { createKeyRing } from './key-ring.ts';
import type { KeyRing } from './key-ring.ts';
import type { State } from './nouns.ts';
import { profiles } from './profiles.ts';
import { ScormPackages } from './scorm/scorm-packages.ts';
import type { Profile } from './profiles/profile.ts';
import { openStore } from './store.ts';
import type { DeepLinkReturn, Endpoint, ReceivedScore, SandboxFaults, SandboxOptions } from './types.ts';

/** A launch that was begun and not yet authorised. */
export interface PendingLaunch {
  userId: string;
  courseId: string;
  clientId: string;
  deploymentId: string;
  /** Absent: a deep linking request. */
  resourceLinkId?: string;
  /** A submission review: of whose work. */
  forUserId?: string;
  documentTarget: 'iframe' | 'window';
  settings: Readonly<Record<string, unknown>>;
  expiresMs: number;
}

/** A deep linking request that was authorised and not yet answered. */
export interface PendingDeepLink {
  userId: string;
  courseId: string;
  clientId: string;
  deploymentId: string;
  settings: Readonly<Record<string, unknown>>;
  expiresMs: number;
}

/** An access token's meaning. */
export interface Grant {
  clientId: string;
  scopes: readonly string[];
  expiresMs: number;
}

/** Everything the parts of the sandbox share. */
export interface SandboxContext {
  /** Where people and courses are. */
  origin: string;
  /** Where authentication, tokens and keys are; often the same. */
  serviceOrigin: string;
  /** `iss`; not always an address of this sandbox. */
  issuer: string;
  profile: Profile;
  state: State;
  /** Keeps the state; called after every change. */
  save: () => void;
  now: () => number;
  tokenAudience: string;
  tokenSeconds: number;
  rosterPageSize: number;
  lineItemPageSize: number;
  keys: KeyRing;
  faults: SandboxFaults;
  hits: Record<Endpoint, number>;
  /** Ends waits when the sandbox closes. */
  closing: AbortController;
  /** Session id → user id. */
  sessions: Map<string, string>;
  /** `lti_message_hint` → launch. */
  launches: Map<string, PendingLaunch>;
  deepLinks: Map<string, PendingDeepLink>;
  /** Registration token → when it ends. */
  registrationTokens: Map<string, number>;
  accessTokens: Map<string, Grant>;
  /** Nonces and jtis seen, by client. */
  seen: Set<string>;
  /** Key sets of tools, by address. */
  toolKeys: Map<string, JWTVerifyGetKey>;
  scores: ReceivedScore[];
  deepLinkReturns: DeepLinkReturn[];
  scorm: ScormPackages;
}

/** Opens the store and lays out what the sandbox remembers while it runs. */
export function createContext(
  { origin, serviceOrigin }: Pick<SandboxContext, 'origin' | 'serviceOrigin'>,
  options: SandboxOptions,
): SandboxContext {
  const { state, save } = openStore(options.dataFile);
  const profile: Profile = profiles[options.profile ?? 'strict'];
  return {
    origin,
    serviceOrigin,
    issuer: profile.sharedIssuer ?? origin,
    profile,
    state,
    save,
    now: options.now ?? (() => Date.now()),
    tokenAudience: options.tokenAudience ?? profile.tokenAudience ?? `${serviceOrigin}/token`,
    tokenSeconds: options.tokenSeconds ?? 3600,
    rosterPageSize: options.rosterPageSize ?? profile.rosterPageSize,
    lineItemPageSize: options.lineItemPageSize ?? 100,
    keys: createKeyRing(state, save),
    faults: createFaults(),
    hits: noHits(),
    closing: new AbortController(),
    sessions: new Map(),
    launches: new Map(),
    deepLinks: new Map(),
    registrationTokens: new Map(),
    accessTokens: new Map(),
    seen: new Set(),
    toolKeys: new Map(),
    scores: [],
    deepLinkReturns: [],
    scorm: new ScormPackages(),
  };
}

/** A count of zero for every endpoint. */
export function noHits(): Record<Endpoint, number> {
  return {
    configuration: 0,
    registration: 0,
    jwks: 0,
    authorization: 0,
    token: 0,
    lineItems: 0,
    scores: 0,
    results: 0,
    memberships: 0,
    deepLinkReturn: 0,
  };
}

/** The next small number, as text: ids are unique in one sandbox only, as in Moodle. */
export function nextId(ctx: SandboxContext): string {
  ctx.state.sequence += 1;
  return String(ctx.state.sequence);
}

/** A secret nobody can guess. */
export function randomKey(): string {
  return randomBytes(24).toString('base64url');
}
