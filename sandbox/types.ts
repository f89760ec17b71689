import type {
  CourseRole,
  Enrolment,
  LineItem,
  RegisteredTool,
  ResourceLink,
  Result,
  SandboxCourse,
  SandboxUser,
} from './nouns.ts';
import type { Imported } from './cartridge/import-package.ts';
import type { ProfileName } from './profiles.ts';
import type { ScormData } from './scorm/scorm-packages.ts';

/** How a sandbox is started; everything may be left out. */
export interface SandboxOptions {
  /** The address people and tools see; default `http://HOST:PORT`. Also the issuer. */
  origin?: string;
  /** Where it listens; always loopback. Default `127.0.0.1`, so that a tool on `localhost` is another site. */
  host?: '127.0.0.1' | 'localhost';
  /** Default 0: any free port. */
  port?: number;
  /** Whose habits it imitates. Default `strict`. */
  profile?: ProfileName;
  /** JSON file that keeps users, courses, tools, gradebook and keys over a restart. Default: memory only. */
  dataFile?: string;
  /** `aud` that a tool's client assertion must have; default the token endpoint's URL. */
  tokenAudience?: string;
  /** Lifetime of access tokens, seconds. Default 3600. */
  tokenSeconds?: number;
  /** Members on one page of the roster when the tool asks for no limit. Default: the profile's. */
  rosterPageSize?: number;
  /** Line items and results on one page when the tool asks for no limit. Default 100. */
  lineItemPageSize?: number;
  /** Milliseconds since 1970; default the system's clock. */
  now?: () => number;
}

/** A running sandbox LMS and everything a test may look at or turn. */
export interface Sandbox {
  /** For example `http://127.0.0.1:41233`. */
  origin: string;
  /** `iss`: the origin, or the address that a vendor has for all of its customers. */
  issuer: string;
  endpoints: SandboxEndpoints;
  /** `aud` that tools' assertions must have. */
  tokenAudience: string;
  /** Stops listening, ends open connections, and writes the data file a last time. */
  close(): Promise<void>;

  addUser(user: NewUser): SandboxUser;
  addCourse(course: NewCourse): SandboxCourse;
  /** Enrols, or changes the roles or status of who is enrolled already. */
  enrol(
    courseId: string,
    userId: string,
    role: CourseRole | readonly CourseRole[],
    status?: 'Active' | 'Inactive',
  ): Enrolment;
  unenrol(courseId: string, userId: string): void;
  /** Registers by hand; active at once unless `state` says pending. Scopes default to all of AGS and NRPS. */
  registerTool(tool: NewTool): ToolIdentity;
  /** Another deployment of the same client id; gives its id. */
  addDeployment(clientId: string): string;
  activateTool(clientId: string): void;
  /** The tool's dynamic registration URL with `openid_configuration` and a fresh one-time `registration_token`. */
  registrationUrl(toolUrl: string): string;
  addResourceLink(link: NewResourceLink): ResourceLink;
  addLineItem(item: NewLineItem): LineItem;
  /** A new course with copies of all links and line items under new ids, and nobody enrolled. */
  copyCourse(courseId: string, title?: string): SandboxCourse;

  /** Takes a Common Cartridge (a link each, no columns) or a SCORM package into a course. */
  importPackage(courseId: string, bytes: Uint8Array): Imported;
  /** What a SCORM run-time last committed for one person; empty before that. */
  scormRecord(packageId: string, item: string, userId: string): ScormData;

  users(): readonly SandboxUser[];
  courses(): readonly SandboxCourse[];
  tools(): readonly RegisteredTool[];
  tool(clientId: string): RegisteredTool;
  resourceLinks(courseId: string): readonly ResourceLink[];
  lineItems(courseId: string): readonly LineItem[];
  /** What the gradebook keeps for one learner in one column. */
  result(lineItemId: string, userId: string): Result | undefined;
  gradebook(courseId: string): Gradebook;
  /** Every score post that arrived, refused ones too, in order; in memory only. */
  scores: readonly ReceivedScore[];
  /** Every deep linking return that was verified, in order; in memory only. */
  deepLinkReturns: readonly DeepLinkReturn[];

  /** The `Cookie` header value of a fresh session of that person in the LMS. */
  signIn(userId: string): string;
  /** What the browser would POST to the tool's login address for a resource link. Each may be authorised once. */
  beginLaunch(launch: NewLaunch): LoginInitiation;
  /** The same for the tool's picker. `settings` change or (undefined) leave out members of the settings claim. */
  beginDeepLinking(picking: NewDeepLinking): LoginInitiation;
  /** The same for a look at somebody's work. */
  beginSubmissionReview(review: NewSubmissionReview): LoginInitiation;
  /** What the platform answers to the tool's authentication request, without a browser. `changes` forge the id_token; `signedInAs` null is nobody. */
  authorise(authRequest: string | URL, changes?: MintChanges & { signedInAs?: string | null }): AuthResponse;
  /** Verifies a deep linking response as the return address does, and places its items. */
  acceptDeepLink(
    returnUrl: string,
    jwt: string,
  ): Promise<DeepLinkReturn & { links: readonly ResourceLink[]; lineItems: readonly LineItem[] }>;

  /** The full honest claim set of a launch or a deep linking request, to change and `mint`. */
  honestClaims(subject: ClaimSubject): Claims;
  /** Signs (or mis-signs) whatever it is given. */
  mint(token: MintRequest): string;
  keys: SandboxKeys;
  /** Set a member to make that endpoint misbehave, delete it (or `reset()`) to heal it. */
  faults: SandboxFaults;
  /** Requests that reached each endpoint since the start or `resetHits()`, failed ones too. */
  hits: Record<Endpoint, number>;
  resetHits(): void;
}

export interface SandboxEndpoints {
  configuration: string;
  registration: string;
  authorization: string;
  token: string;
  jwks: string;
}

export interface NewUser {
  /** Default: the next small number, as Moodle's. */
  id?: string;
  /** Shown in the LMS, such as "Learner one". */
  name: string;
  /** Default: `name` in lower case with dashes, at example.test. */
  email?: string;
  isAdministrator?: boolean;
  isTestStudent?: boolean;
}

export interface NewCourse {
  id?: string;
  title: string;
  /** Short name; default the title. */
  label?: string;
}

export interface NewTool {
  name: string;
  description?: string;
  initiateLoginUri: string;
  redirectUris: readonly string[];
  targetLinkUri: string;
  jwksUri: string;
  deepLinkingUri?: string;
  scopes?: readonly string[];
  custom?: Readonly<Record<string, string>>;
  sharesName?: boolean;
  sharesEmail?: boolean;
  state?: 'pending' | 'active';
  /** Default: 15 random characters. */
  clientId?: string;
}

export interface ToolIdentity {
  clientId: string;
  deploymentId: string;
}

export interface NewResourceLink {
  courseId: string;
  clientId: string;
  title: string;
  /** Default: the tool's `targetLinkUri`. */
  url?: string;
  text?: string;
  custom?: Readonly<Record<string, string>>;
  container?: 'iframe' | 'window';
  /** Default: the tool's first. */
  deploymentId?: string;
}

export interface NewLineItem {
  courseId: string;
  clientId: string;
  label: string;
  scoreMaximum: number;
  resourceLinkId?: string;
  resourceId?: string;
  tag?: string;
}

export interface NewLaunch {
  userId: string;
  resourceLinkId: string;
  documentTarget?: 'iframe' | 'window';
}

export interface NewSubmissionReview {
  /** Who looks. */
  userId: string;
  /** Whose work it is. */
  forUserId: string;
  resourceLinkId: string;
}

export interface NewDeepLinking {
  userId: string;
  courseId: string;
  clientId: string;
  deploymentId?: string;
  /** One of the profile's placements; default its first. */
  placement?: string;
  settings?: Readonly<Record<string, unknown>>;
}

/** A third-party initiated login: POST `form` to `url`. */
export interface LoginInitiation {
  url: string;
  form: Readonly<Record<string, string>>;
}

/** The form that the platform makes the browser POST to the tool: id_token and state, or error and state. */
export interface AuthResponse {
  action: string;
  form: Readonly<Record<string, string>>;
}

export type Claims = Record<string, unknown>;

export interface ClaimSubject {
  userId: string;
  clientId: string;
  nonce: string;
  /** A resource link launch of this link… */
  resourceLinkId?: string;
  /** With a link: a submission review of this person's work. */
  forUserId?: string;
  /** …or, without one, a deep linking request in this course. */
  courseId?: string;
  deploymentId?: string;
  documentTarget?: 'iframe' | 'window';
  /** Changed members of the deep linking settings. */
  settings?: Readonly<Record<string, unknown>>;
  /** The one-time key in the deep link's return URL; made when left out. */
  returnKey?: string;
}

/**
 * Which key signs. `current` and `former` are published; `rogue` is an RSA key never published, sent under
 * the current kid; `public-key` is HMAC keyed with the current public key's PEM; `es256` and `rs512` are published after
 * `keys.publish()`; `none` leaves the signature empty.
 */
export type SigningKey = 'current' | 'former' | 'rogue' | 'public-key' | 'es256' | 'rs512' | 'none';

/** Differences from an honest token. */
export interface MintChanges {
  /** Laid over the honest claims; a member that is undefined is left out. */
  claims?: Claims;
  /** Claims to leave out. */
  omit?: readonly string[];
  /** Laid over `{alg, typ: 'JWT', kid}`; a member that is undefined is left out. `alg` decides how the key is used. */
  header?: Readonly<Record<string, unknown>>;
  /** Default `current`. */
  key?: SigningKey;
  /** Claims changed after signing. */
  tamper?: Claims;
  /** Signed instead of the claims, as it stands: for what is not JSON, or has a member twice. */
  payload?: string;
}

/** A whole token. */
export interface MintRequest extends MintChanges {
  claims: Claims;
}

export interface SandboxKeys {
  /** The kid that signs now. */
  current(): string;
  /** Signs with a new key from now on and gives its kid; the one before stays published, the one before that goes. */
  rotate(): string;
  /** Adds a key of another algorithm to the key set, under the kid `es256` or `rs512`. */
  publish(kind: 'es256' | 'rs512'): void;
  publicJwks(): { keys: Record<string, unknown>[] };
  /** The public half of a signing key, as a JWK. */
  publicJwk(key: 'current' | 'rogue' | 'es256' | 'rs512'): Record<string, unknown>;
}

export type Endpoint =
  | 'configuration'
  | 'registration'
  | 'jwks'
  | 'authorization'
  | 'token'
  | 'lineItems'
  | 'scores'
  | 'results'
  | 'memberships'
  | 'deepLinkReturn';

/** How an endpoint misbehaves; members combine, delay first. */
export interface Fault {
  /** Answer this status with an error body instead of the work. */
  status?: number;
  /** `Retry-After` in seconds, with `status`. */
  retryAfterSeconds?: number;
  /** Wait before anything else. */
  delayMs?: number;
  /** Answer a redirect to there. */
  redirectTo?: string;
  /** Answer a body of so many bytes. */
  bodyBytes?: number;
  /** `before`: the connection breaks and nothing was done. `after`: the work is done and its answer is lost. */
  hangUp?: 'before' | 'after';
  /** The work is done at once, and its answer comes so much later. */
  lateMs?: number;
  /** For each spoilt request one of these is drawn by `seed` and laid over the other members. */
  oneOf?: readonly Fault[];
  /** Only so many requests, then the fault is over. */
  times?: number;
  /** Only this share of requests, 0 to 1, drawn by `seed`. */
  ratio?: number;
  seed?: number;
}

export type SandboxFaults = Partial<Record<Endpoint, Fault>> & {
  /** Changes every id_token that `/auth` gives out. */
  idToken?: MintChanges;
  /** What the roster names as its next page: itself for ever, or another address. */
  nextPage?: 'loop' | (string & {});
  /** Roster members come without `status`. */
  rosterWithoutStatus?: boolean;
  /** How the page spoils the answers of Platform Storage. */
  storage?: 'silent' | 'other-origin' | 'other-message' | 'other-value';
  /** Forgets all faults. */
  reset: () => void;
};

export interface ReceivedScore {
  receivedAt: string;
  lineItemId: string;
  clientId: string;
  /** As parsed from JSON, before any check. */
  body: unknown;
  /** `kept`: stands in the gradebook. `noted`: no final score, and there was none. `erased`: a standing result is gone. `refused`. */
  outcome: 'kept' | 'noted' | 'erased' | 'refused';
  status: number;
}

export interface DeepLinkReturn {
  courseId: string;
  clientId: string;
  userId: string;
  claims: Claims;
  items: readonly Readonly<Record<string, unknown>>[];
}

export interface Gradebook {
  course: SandboxCourse;
  columns: readonly LineItem[];
  rows: readonly { user: SandboxUser; results: readonly (Result | undefined)[] }[];
}
