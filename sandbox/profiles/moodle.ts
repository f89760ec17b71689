import type { Profile } from './profile.ts';
import { strict } from './strict.ts';

/** Moodle 4.5, as it was seen running: lenient with signatures, insistent on media types, no Platform Storage. */
export const moodle: Profile = {
  ...strict,
  acceptLineItem: null,
  answersCapabilities: false,
  productFamilyCode: 'moodle',
  productName: 'Sandbox LMS as Moodle',
  contextType: 'CourseSection',
  idTokenSeconds: 60,
  extraClaims: {
    'https://purl.imsglobal.org/spec/lti/claim/ext': { user_username: 'somebody', lms: 'moodle-2' },
  },
  acceptPresentationDocumentTargets: ['frame', 'iframe', 'window'],
  sendsDeepLinkData: false,
  checksWholeDeepLinkResponse: false,
  checksWholeAssertion: false,
  requiresUserAgent: false,
  unacceptableStatus: 400,
  unsupportedMediaStatus: 400,
  ungradableStatus: 400,
  clampsScores: true,
  ignoresLineItemLabel: true,
  shortRosterRoles: true,
  malformsLineItemLink: true,
  losesLimitedResults: true,
};
