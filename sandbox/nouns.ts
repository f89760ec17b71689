import { z } from 'zod';

/** An address a browser or a server can go to. */
export const webAddress = z.url({ protocol: /^https?$/, error: 'must be a whole http or https address' });

/** What a person may be in a course; each becomes the full membership URI in a launch. */
const courseRoles = [
  'Instructor',
  'TeachingAssistant',
  'ContentDeveloper',
  'Administrator',
  'Mentor',
  'Learner',
] as const;

/** Activity progress values of AGS 2.0 §3.4.7. */
export const activityProgresses = ['Initialized', 'Started', 'InProgress', 'Submitted', 'Completed'] as const;

/** Grading progress values of AGS 2.0 §3.4.8. */
export const gradingProgresses = ['FullyGraded', 'Pending', 'PendingManual', 'Failed', 'NotReady'] as const;

const user = z.object({
  id: z.string(),
  name: z.string(),
  givenName: z.string(),
  familyName: z.string(),
  email: z.string(),
  isAdministrator: z.boolean(),
  /** Nobody real: what a teacher becomes in a student's view of the course. */
  isTestStudent: z.boolean().exactOptional(),
});

const course = z.object({ id: z.string(), label: z.string(), title: z.string() });

const enrolment = z.object({
  courseId: z.string(),
  userId: z.string(),
  roles: z.array(z.enum(courseRoles)),
  status: z.enum(['Active', 'Inactive', 'Deleted']),
  /** Grows with every change of any enrolment: what "differences since" is asked by. */
  changed: z.number().int(),
});

const tool = z.object({
  clientId: z.string(),
  /** The first is given at registration; small numbers, as Moodle's. */
  deploymentIds: z.array(z.string()),
  /** Lets the tool change its registration; absent: an administrator typed it in. */
  registrationToken: z.string().exactOptional(),
  state: z.enum(['pending', 'active']),
  name: z.string(),
  description: z.string().exactOptional(),
  initiateLoginUri: z.string(),
  redirectUris: z.array(z.string()),
  targetLinkUri: z.string(),
  jwksUri: z.string(),
  /** Where a deep linking request goes; absent: the tool has no picker. */
  deepLinkingUri: z.string().exactOptional(),
  scopes: z.array(z.string()),
  custom: z.record(z.string(), z.string()),
  sharesName: z.boolean(),
  sharesEmail: z.boolean(),
});

const resourceLink = z.object({
  id: z.string(),
  courseId: z.string(),
  clientId: z.string(),
  deploymentId: z.string(),
  title: z.string(),
  text: z.string().exactOptional(),
  /** Becomes `target_link_uri`. */
  url: z.string(),
  custom: z.record(z.string(), z.string()),
  container: z.enum(['iframe', 'window']),
});

const lineItem = z.object({
  id: z.string(),
  courseId: z.string(),
  clientId: z.string(),
  label: z.string(),
  scoreMaximum: z.number(),
  resourceId: z.string().exactOptional(),
  tag: z.string().exactOptional(),
  resourceLinkId: z.string().exactOptional(),
  startDateTime: z.string().exactOptional(),
  endDateTime: z.string().exactOptional(),
});

const result = z.object({
  lineItemId: z.string(),
  userId: z.string(),
  /** Scaled to the line item's maximum; absent when a post without a final score erased it. */
  resultScore: z.number().exactOptional(),
  comment: z.string().exactOptional(),
  activityProgress: z.enum(activityProgresses),
  gradingProgress: z.enum(gradingProgresses),
  /** The score's own timestamp, as sent. */
  timestamp: z.string(),
  receivedAt: z.string(),
  /** Scores that counted as a new submission, where the platform counts them. */
  submissions: z.number().int().exactOptional(),
});

/** Everything the sandbox keeps, and what its data file holds. */
export const stateSchema = z.object({
  sequence: z.number().int(),
  users: z.array(user),
  courses: z.array(course),
  enrolments: z.array(enrolment),
  tools: z.array(tool),
  resourceLinks: z.array(resourceLink),
  lineItems: z.array(lineItem),
  results: z.array(result),
  /** Private signing keys as JWK, so that tools' copies of the key set stay right over a restart. */
  keys: z.array(z.record(z.string(), z.unknown())),
});

export type CourseRole = (typeof courseRoles)[number];
export type SandboxUser = z.infer<typeof user>;
export type SandboxCourse = z.infer<typeof course>;
export type Enrolment = z.infer<typeof enrolment>;
export type RegisteredTool = z.infer<typeof tool>;
export type ResourceLink = z.infer<typeof resourceLink>;
export type LineItem = z.infer<typeof lineItem>;
export type Result = z.infer<typeof result>;
export type State = z.infer<typeof stateSchema>;
