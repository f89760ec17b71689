import type { Profile } from './profile.ts';
import { strict } from './strict.ts';

const institution = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person';

/** Blackboard: one issuer and one client id for all schools, told apart by deployment; keys and tokens at the gateway. */
export const blackboard: Profile = {
  ...strict,
  lineItemQuery: null,
  productFamilyCode: 'BlackboardLearn',
  productName: 'Sandbox LMS as Blackboard',
  sharedIssuer: 'https://blackboard.com',
  servesElsewhere: true,
  messageHint: 'opaque',
  learnerExtras: [`${institution}#Student`],
  teacherExtras: [`${institution}#Faculty`],
  extraClaims: { 'https://blackboard.com/lti/claim/foundations': { ultra: true } },
  idTokenSeconds: 3600,
  erasesUncounted: false,
  timestampStepMs: 1,
};
