import type { Profile } from './profile.ts';
import { strict } from './strict.ts';

/** Sakai: its own page always offers Platform Storage, and logins come without what is optional. */
export const sakai: Profile = {
  ...strict,
  lineItemQuery: null,
  productFamilyCode: 'sakai',
  productName: 'Sandbox LMS as Sakai',
  storageTarget: '_parent',
  loginOmits: ['client_id', 'lti_deployment_id'],
  messageHint: 'opaque',
  idTokenSeconds: 3600,
  erasesUncounted: false,
};
