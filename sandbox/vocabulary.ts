import type { CourseRole } from './nouns.ts';

const ims = 'https://purl.imsglobal.org/spec';
const roleBase = 'http://purl.imsglobal.org/vocab/lis/v2';

/** Claim names of LTI 1.3 (Core §5.3, Deep Linking 2.0 §4.4–4.5, AGS §3.1, NRPS §2.1). */
export const claim = {
  messageType: `${ims}/lti/claim/message_type`,
  version: `${ims}/lti/claim/version`,
  deploymentId: `${ims}/lti/claim/deployment_id`,
  targetLinkUri: `${ims}/lti/claim/target_link_uri`,
  resourceLink: `${ims}/lti/claim/resource_link`,
  roles: `${ims}/lti/claim/roles`,
  context: `${ims}/lti/claim/context`,
  lis: `${ims}/lti/claim/lis`,
  custom: `${ims}/lti/claim/custom`,
  toolPlatform: `${ims}/lti/claim/tool_platform`,
  launchPresentation: `${ims}/lti/claim/launch_presentation`,
  deepLinkingSettings: `${ims}/lti-dl/claim/deep_linking_settings`,
  contentItems: `${ims}/lti-dl/claim/content_items`,
  data: `${ims}/lti-dl/claim/data`,
  message: `${ims}/lti-dl/claim/msg`,
  errorMessage: `${ims}/lti-dl/claim/errormsg`,
  ags: `${ims}/lti-ags/claim/endpoint`,
  nrps: `${ims}/lti-nrps/claim/namesroleservice`,
  forUser: `${ims}/lti/claim/for_user`,
} as const;

/** Members of dynamic registration's two documents that carry LTI's own settings. */
export const configuration = {
  platform: `${ims}/lti-platform-configuration`,
  tool: `${ims}/lti-tool-configuration`,
} as const;

/** Scopes of the services (AGS §3.2–3.4, NRPS §2.3). */
export const scope = {
  lineItem: `${ims}/lti-ags/scope/lineitem`,
  lineItemReadonly: `${ims}/lti-ags/scope/lineitem.readonly`,
  resultReadonly: `${ims}/lti-ags/scope/result.readonly`,
  score: `${ims}/lti-ags/scope/score`,
  memberships: `${ims}/lti-nrps/scope/contextmembership.readonly`,
} as const;

/** All of them, in the order the configuration names them. */
export const supportedScopes: readonly string[] = Object.values(scope);

/** Media types the services insist on. */
export const mediaType = {
  lineItem: 'application/vnd.ims.lis.v2.lineitem+json',
  lineItems: 'application/vnd.ims.lis.v2.lineitemcontainer+json',
  score: 'application/vnd.ims.lis.v1.score+json',
  results: 'application/vnd.ims.lis.v2.resultcontainer+json',
  memberships: 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json',
} as const;

/** The full URIs of a course role; a teaching assistant is an Instructor's sub-role and comes with it. */
export function roleUris(role: CourseRole): string[] {
  if (role === 'TeachingAssistant') {
    return [`${roleBase}/membership/Instructor#TeachingAssistant`, `${roleBase}/membership#Instructor`];
  }
  return [`${roleBase}/membership#${role}`];
}

/** Says that a person is nobody, such as Canvas' student view. */
export const testUserUri = 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser';

/** What a site's administrator is beside the course, as Moodle sends it. */
export const administratorUris: readonly string[] = [
  `${roleBase}/system/person#Administrator`,
  `${roleBase}/institution/person#Administrator`,
];
