/** A place in the LMS from which a picker is opened, and what that place takes. */
export interface Placement {
  acceptTypes: readonly string[];
  acceptMultiple: boolean;
  acceptMediaTypes?: string;
}

/** What differs between platforms, as data: a new quirk is a new member, a new platform a new file. */
export interface Profile {
  productFamilyCode: string;
  productName: string;
  /** One `iss` for all customers of a vendor; absent: the site's own address. */
  sharedIssuer?: string;
  /** Authentication, tokens and keys live on another origin than the pages. */
  servesElsewhere: boolean;
  /** `aud` that client assertions must have where it is not the token endpoint. */
  tokenAudience?: string;
  /** `lti_storage_target` of every login: `_parent`, or the name of a frame in the page; absent: no Platform Storage. */
  storageTarget?: string;
  /** Its pages say what messages they understand, and make a frame as high as its tool asks. */
  answersCapabilities: boolean;
  /** What the subjects of Platform Storage's messages begin with. */
  storageSubjects: 'lti.' | 'org.imsglobal.lti.';
  /** Parameters of a login initiation beyond those that everybody sends, and optional ones that are left out. */
  loginExtras: Readonly<Record<string, string>>;
  loginOmits: readonly ('client_id' | 'lti_deployment_id')[];
  /** Says the deployment in plain `deployment_id` too. */
  sendsPlainDeploymentId: boolean;
  /** `lti_message_hint` is JSON, or a token. */
  messageHint: 'json' | 'opaque';

  /** `context.type`: the full URI, or Moodle's short word. */
  contextType: string;
  /** Roles that come beside those of the course, by what somebody is there. */
  learnerExtras: readonly string[];
  teacherExtras: readonly string[];
  /** Claims that are never sent. */
  omittedClaims: readonly string[];
  /** Claims that everybody gets: null members, extensions. */
  extraClaims: Readonly<Record<string, unknown>>;
  /** Lifetime of an id_token, seconds. */
  idTokenSeconds: number;

  /** What the tool may be asked to pick from; the first is where a picker opens by default. */
  placements: Readonly<Record<string, Placement>>;
  acceptPresentationDocumentTargets: readonly string[];
  /** Says of line items in deep links that they are taken; null: it does not say. */
  acceptLineItem: boolean | null;
  /** Sends `data` with a deep linking request and wants it back. */
  sendsDeepLinkData: boolean;
  /** Checks aud, nonce, exp, deployment, type and version of a deep linking response, not only who signed it. */
  checksWholeDeepLinkResponse: boolean;

  /** A registration's answer names its deployment; else the first launch does. */
  namesDeployment: boolean;
  /** Checks iss, aud, exp and jti of a client assertion, not only sub and signature. */
  checksWholeAssertion: boolean;
  /** Refuses calls without a User-Agent. */
  requiresUserAgent: boolean;
  /** Answer to an unfit Accept header, an unfit Content-Type, and a score for somebody who cannot be graded. */
  unacceptableStatus: number;
  unsupportedMediaStatus: number;
  ungradableStatus: number;
  /** Name of a parameter that line item addresses carry and need back; null: none. */
  lineItemQuery: string | null;
  /** A score is compared with the one before in steps of this length, and answered with this status when it is not newer. */
  timestampStepMs: number;
  olderTimestampStatus: number;
  /** `gradingProgress` values whose score counts. */
  countedProgress: readonly string[];
  /** A post that does not count erases what stood, as it does in Moodle; else it is noted. */
  erasesUncounted: boolean;
  /** Every counted score is a new submission, unless the extension `https://canvas.instructure.com/lti/submission` says no. */
  countsSubmissions: boolean;
  /** A score above its maximum is cut down to it. */
  clampsScores: boolean;
  /** The column takes the activity's title, whatever the line item's label. */
  ignoresLineItemLabel: boolean;
  /** Roster roles come as `Learner`, not as URIs. */
  shortRosterRoles: boolean;
  /** Members on one page of the roster where the tool asks for no limit, and at most. */
  rosterPageSize: number;
  /** The next page of line items is named with curly quotes and `&amp;`. */
  malformsLineItemLink: boolean;
  /** A limit on results is answered with an HTML page "not found". */
  losesLimitedResults: boolean;
}
