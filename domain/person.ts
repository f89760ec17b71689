import { z } from 'zod';

/** The role of an account. An administrator may do all that a trainer may, and manages platforms and accounts. */
export const accountRoleSchema = z.enum(['trainer', 'administrator']);
export type AccountRole = z.infer<typeof accountRoleSchema>;

/** What a launch lets its person do, mapped from LTI roles in one place (lti/map-roles.ts). */
export const launchRoleSchema = z.enum(['trainer', 'learner', 'test-learner', 'observer']);
export type LaunchRole = z.infer<typeof launchRoleSchema>;
