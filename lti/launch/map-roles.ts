import type { LaunchRole } from '../../domain/person.ts';
import { roleBase } from '../vocabulary.ts';

/** Who may teach, and therefore pick (rule 23). */
const trainers = new Set(['Instructor', 'ContentDeveloper', 'Administrator']);
/**
 * Sub-roles of Instructor that help or grade, and do not teach: they look on, and at learners' work, unless the main role
 * comes too. Before LTI 1.3 `TeachingAssistant` was a role of its own.
 */
const helpers = new Set([
  'TeachingAssistant',
  'TeachingAssistantGroup',
  'TeachingAssistantOffering',
  'TeachingAssistantSection',
  'TeachingAssistantSectionAssociation',
  'TeachingAssistantTemplate',
  'Grader',
]);

/**
 * What a launch's roles let its person do (rule 21, Core §A.2). Whole URIs only: institution and system roles give no
 * right in the course; what is not known gives the least right, `observer`.
 */
export function mapRoles(roles: readonly string[]): LaunchRole {
  if (roles.includes(roleBase.testUser)) return 'test-learner';
  const rights = roles.map(rightOf);
  if (rights.includes('trainer')) return 'trainer';
  return rights.includes('learner') ? 'learner' : 'observer';
}

/** Whether somebody with these roles may look at what others did: who teaches, and who helps to teach or grades (rule 21). */
export function mayReviewWork(roles: readonly string[]): boolean {
  if (roles.includes(roleBase.testUser)) return false;
  return roles.some((role) => {
    const { principal, subRole = '' } = courseRole(role);
    const helps = helpers.has(principal) || (principal === 'Instructor' && helpers.has(subRole));
    return helps || rightOf(role) === 'trainer';
  });
}

function rightOf(role: string): LaunchRole {
  const { principal, subRole } = courseRole(role);
  if (trainers.has(principal)) return subRole !== undefined && helpers.has(subRole) ? 'observer' : 'trainer';
  return principal === 'Learner' ? 'learner' : 'observer';
}

/** `membership#X`, `membership/X#Y`, or the deprecated short name `X`. */
function courseRole(role: string): { principal: string; subRole?: string } {
  if (role.startsWith(roleBase.membership)) return { principal: role.slice(roleBase.membership.length) };
  if (role.startsWith(roleBase.membershipSubRole)) {
    const [principal = '', subRole = ''] = role.slice(roleBase.membershipSubRole.length).split('#');
    return { principal, subRole };
  }
  return { principal: role };
}
