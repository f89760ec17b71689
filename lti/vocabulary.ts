const ims = 'https://purl.imsglobal.org/spec';
const vocabulary = 'http://purl.imsglobal.org/vocab/lis/v2';

/** Claim names of LTI 1.3 (Core §5.3, Deep Linking 2.0 §4.4–4.5, AGS 2.0 §3.1). */
export const claim = {
  messageType: `${ims}/lti/claim/message_type`,
  version: `${ims}/lti/claim/version`,
  deploymentId: `${ims}/lti/claim/deployment_id`,
  targetLinkUri: `${ims}/lti/claim/target_link_uri`,
  resourceLink: `${ims}/lti/claim/resource_link`,
  roles: `${ims}/lti/claim/roles`,
  context: `${ims}/lti/claim/context`,
  custom: `${ims}/lti/claim/custom`,
  toolPlatform: `${ims}/lti/claim/tool_platform`,
  launchPresentation: `${ims}/lti/claim/launch_presentation`,
  deepLinkingSettings: `${ims}/lti-dl/claim/deep_linking_settings`,
  contentItems: `${ims}/lti-dl/claim/content_items`,
  data: `${ims}/lti-dl/claim/data`,
  ags: `${ims}/lti-ags/claim/endpoint`,
  nrps: `${ims}/lti-nrps/claim/namesroleservice`,
  forUser: `${ims}/lti/claim/for_user`,
} as const;

/** The messages that are understood, and our answer to one of them. */
export const messageType = {
  resourceLink: 'LtiResourceLinkRequest',
  deepLinking: 'LtiDeepLinkingRequest',
  submissionReview: 'LtiSubmissionReviewRequest',
  deepLinkingResponse: 'LtiDeepLinkingResponse',
} as const;

/** Scopes of the Assignment and Grade Services (AGS §3.2–3.4) and of the roster (NRPS §2.3). */
export const scope = {
  lineItem: `${ims}/lti-ags/scope/lineitem`,
  lineItemReadonly: `${ims}/lti-ags/scope/lineitem.readonly`,
  score: `${ims}/lti-ags/scope/score`,
  memberships: `${ims}/lti-nrps/scope/contextmembership.readonly`,
} as const;

/** What a registration asks for. */
export const wantedScopes: readonly string[] = [scope.lineItem, scope.score, scope.memberships];

/** Media types that platforms insist on (AGS §3.2–3.4, NRPS §2.4). */
export const mediaType = {
  lineItem: 'application/vnd.ims.lis.v2.lineitem+json',
  lineItems: 'application/vnd.ims.lis.v2.lineitemcontainer+json',
  score: 'application/vnd.ims.lis.v1.score+json',
  memberships: 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json',
} as const;

/** Where the role vocabularies begin (Core §A.2). */
export const roleBase = {
  membership: `${vocabulary}/membership#`,
  membershipSubRole: `${vocabulary}/membership/`,
  testUser: 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser',
} as const;

/** Members of dynamic registration's two documents that carry LTI's own settings. */
export const configuration = {
  platform: `${ims}/lti-platform-configuration`,
  tool: `${ims}/lti-tool-configuration`,
} as const;
