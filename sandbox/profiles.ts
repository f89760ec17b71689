/** The platforms whose habits the sandbox can take on. */
export type ProfileName = 'strict' | 'moodle';

/** What differs between platforms, as data: a new quirk is a new member, a new platform a new row. */
export interface Profile {
  productFamilyCode: string;
  productName: string;
  /** `context.type`: the full URI, or Moodle's short word. */
  contextType: string;
  /** Lifetime of an id_token, seconds. */
  idTokenSeconds: number;
  acceptTypes: readonly string[];
  acceptMultiple: boolean;
  acceptPresentationDocumentTargets: readonly string[];
  /** Sends `data` with a deep linking request and wants it back. */
  sendsDeepLinkData: boolean;
  /** Checks aud, nonce, exp, deployment, type and version of a deep linking response, not only who signed it. */
  checksWholeDeepLinkResponse: boolean;
  /** Checks iss, aud, exp and jti of a client assertion, not only sub and signature. */
  checksWholeAssertion: boolean;
  /** Answer to an unfit Accept header, an unfit Content-Type, and a score for somebody who cannot be graded. */
  unacceptableStatus: number;
  unsupportedMediaStatus: number;
  ungradableStatus: number;
  /** A score above its maximum is cut down to it. */
  clampsScores: boolean;
  /** The column takes the activity's title, whatever the line item's label. */
  ignoresLineItemLabel: boolean;
  /** Roster roles come as `Learner`, not as URIs. */
  shortRosterRoles: boolean;
  /** The next page of line items is named with curly quotes and `&amp;`. */
  malformsLineItemLink: boolean;
  /** A limit on results is answered with an HTML page "not found". */
  losesLimitedResults: boolean;
}

const strict: Profile = {
  productFamilyCode: 'sandbox',
  productName: 'Sandbox LMS',
  contextType: 'http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering',
  idTokenSeconds: 300,
  acceptTypes: ['ltiResourceLink'],
  acceptMultiple: true,
  acceptPresentationDocumentTargets: ['iframe', 'window'],
  sendsDeepLinkData: true,
  checksWholeDeepLinkResponse: true,
  checksWholeAssertion: true,
  unacceptableStatus: 406,
  unsupportedMediaStatus: 415,
  ungradableStatus: 422,
  clampsScores: false,
  ignoresLineItemLabel: false,
  shortRosterRoles: false,
  malformsLineItemLink: false,
  losesLimitedResults: false,
};

const moodle: Profile = {
  ...strict,
  productFamilyCode: 'moodle',
  productName: 'Sandbox LMS as Moodle',
  contextType: 'CourseSection',
  idTokenSeconds: 60,
  acceptPresentationDocumentTargets: ['frame', 'iframe', 'window'],
  sendsDeepLinkData: false,
  checksWholeDeepLinkResponse: false,
  checksWholeAssertion: false,
  unacceptableStatus: 400,
  unsupportedMediaStatus: 400,
  ungradableStatus: 400,
  clampsScores: true,
  ignoresLineItemLabel: true,
  shortRosterRoles: true,
  malformsLineItemLink: true,
  losesLimitedResults: true,
};

/** Every profile by name. */
export const profiles: Record<ProfileName, Profile> = { strict, moodle };
