import type { Profile } from './profile.ts';
import { strict } from './strict.ts';

const institution = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person';

/** Brightspace: an audience for tokens that is not the token endpoint, older names for Platform Storage's messages. */
export const brightspace: Profile = {
  ...strict,
  lineItemQuery: null,
  productFamilyCode: 'desire2learn',
  productName: 'Sandbox LMS as Brightspace',
  tokenAudience: 'https://api.brightspace.com/auth/token',
  storageTarget: '_parent',
  storageSubjects: 'org.imsglobal.lti.',
  messageHint: 'opaque',
  learnerExtras: [`${institution}#Learner`, `${institution}#Other`],
  teacherExtras: [`${institution}#Instructor`],
  extraClaims: {
    'http://www.brightspace.com': { tenant_id: 'a-tenant', org_defined_id: '', user_id: 7, link_id: null },
  },
  idTokenSeconds: 3600,
  erasesUncounted: false,
  timestampStepMs: 1,
};
