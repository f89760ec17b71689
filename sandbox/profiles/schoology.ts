import type { Profile } from './profile.ts';
import { strict } from './strict.ts';

/** Schoology: one issuer for all, services on a domain of their own, short pages of the roster, registered by hand. */
export const schoology: Profile = {
  ...strict,
  acceptLineItem: null,
  lineItemQuery: null,
  productFamilyCode: 'schoology',
  productName: 'Sandbox LMS as Schoology',
  sharedIssuer: 'https://schoology.schoology.com',
  servesElsewhere: true,
  messageHint: 'opaque',
  omittedClaims: ['https://purl.imsglobal.org/spec/lti/claim/lis'],
  placements: {
    add_materials: { acceptTypes: ['ltiResourceLink', 'html', 'link'], acceptMultiple: true },
  },
  idTokenSeconds: 3600,
  rosterPageSize: 100,
  erasesUncounted: false,
};
