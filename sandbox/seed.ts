import type { Sandbox } from './types.ts';

/** Who and what a seeded sandbox holds. */
export interface Seeded {
  administratorId: string;
  teacherId: string;
  learnerIds: readonly string[];
  courseId: string;
}

/** Puts an administrator, a teacher, three learners and one course into an empty sandbox; finds them again in a kept one. */
export function seedSandbox(sandbox: Sandbox): Seeded {
  const person = (name: string, isAdministrator = false) =>
    (sandbox.users().find((user) => user.name === name) ?? sandbox.addUser({ name, isAdministrator })).id;
  const administratorId = person('Admin', true);
  const teacherId = person('Teacher');
  const learnerIds = ['Learner one', 'Learner two', 'Learner three'].map((name) => person(name));
  const [kept] = sandbox.courses();
  if (kept !== undefined) return { administratorId, teacherId, learnerIds, courseId: kept.id };
  const course = sandbox.addCourse({ title: 'Sample course', label: 'SAMPLE' });
  sandbox.enrol(course.id, teacherId, 'Instructor');
  for (const learnerId of learnerIds) sandbox.enrol(course.id, learnerId, 'Learner');
  return { administratorId, teacherId, learnerIds, courseId: course.id };
}
