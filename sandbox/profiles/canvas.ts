import type { Profile } from './profile.ts';
import { strict } from './strict.ts';

const institution = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person';
const links = ['ltiResourceLink'];

/** Canvas in its cloud: one issuer for all, sign-in on a domain of its own, Platform Storage by a named frame. */
export const canvas: Profile = {
  ...strict,
  lineItemQuery: null,
  productFamilyCode: 'canvas',
  productName: 'Sandbox LMS as Canvas',
  sharedIssuer: 'https://canvas.instructure.com',
  servesElsewhere: true,
  storageTarget: 'post_message_forwarding',
  loginExtras: { canvas_environment: 'prod', canvas_region: 'us-east-1' },
  sendsPlainDeploymentId: true,
  messageHint: 'opaque',
  learnerExtras: [`${institution}#Student`, 'http://purl.imsglobal.org/vocab/lis/v2/system/person#User'],
  teacherExtras: [`${institution}#Instructor`, 'http://purl.imsglobal.org/vocab/lis/v2/system/person#User'],
  extraClaims: {
    picture: 'https://canvas.instructure.com/images/messages/avatar-50.png',
    locale: 'en',
    errors: { errors: {} },
    'https://www.instructure.com/placement': 'assignment_selection',
  },
  idTokenSeconds: 3600,
  placements: {
    link_selection: { acceptTypes: links, acceptMultiple: true },
    assignment_selection: { acceptTypes: links, acceptMultiple: false },
    module_index_menu_modal: { acceptTypes: links, acceptMultiple: true },
    module_menu_modal: { acceptTypes: links, acceptMultiple: true },
    course_assignments_menu: { acceptTypes: links, acceptMultiple: true },
    editor_button: { acceptTypes: [...links, 'html', 'image', 'file', 'link'], acceptMultiple: true },
    migration_selection: {
      acceptTypes: ['file'],
      acceptMultiple: false,
      acceptMediaTypes: 'application/vnd.ims.imsccv1p1,application/zip',
    },
  },
  namesDeployment: false,
  olderTimestampStatus: 400,
  timestampStepMs: 1,
  countedProgress: ['FullyGraded', 'PendingManual'],
  erasesUncounted: false,
  countsSubmissions: true,
};
