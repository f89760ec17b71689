import { expect, test } from 'vitest';
import { mapRoles, mayReviewWork } from '../../../lti/launch/map-roles.ts';

const v2 = 'http://purl.imsglobal.org/vocab/lis/v2';
const course = `${v2}/membership#`;

test.each<[title: string, roles: string[], role: string]>([
  ['instructor', [`${course}Instructor`], 'trainer'],
  ['content developer', [`${course}ContentDeveloper`], 'trainer'],
  ['administrator of the course', [`${course}Administrator`], 'trainer'],
  ['short name', ['Instructor'], 'trainer'],
  ['sub-role that teaches', [`${v2}/membership/Instructor#Lecturer`], 'trainer'],
  ['learner', [`${course}Learner`], 'learner'],
  ['short learner', ['Learner'], 'learner'],
  ['learner’s sub-role', [`${v2}/membership/Learner#GuestLearner`], 'learner'],
  ['both: the higher counts', [`${course}Learner`, `${course}Instructor`], 'trainer'],
  ['teaching assistant alone looks on', [`${v2}/membership/Instructor#TeachingAssistant`], 'observer'],
  [
    'teaching assistant who is named Instructor, too',
    [`${v2}/membership/Instructor#TeachingAssistant`, `${course}Instructor`],
    'trainer',
  ],
  ['row 55: institution instructor', [`${v2}/institution/person#Instructor`, `${course}Learner`], 'learner'],
  ['row 55: alone', [`${v2}/institution/person#Instructor`], 'observer'],
  ['row 56: institution administrator', [`${v2}/institution/person#Administrator`], 'observer'],
  ['row 56: system administrator', [`${v2}/system/person#Administrator`], 'observer'],
  ['row 57: mentor', [`${course}Mentor`], 'observer'],
  ['row 57: mentor of a learner', [`${course}Mentor`, `${course}Learner`], 'learner'],
  ['row 58: unknown', ['http://example.org/roles#Boss'], 'observer'],
  ['row 58: looks like one of ours', [`http://evil.example/membership#Instructor`], 'observer'],
  ['row 58: ends like one of ours', [`${course}InstructorX`, 'membership#Instructor'], 'observer'],
  ['none', [], 'observer'],
  [
    'student view is nobody to grade',
    [`${course}Learner`, 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser'],
    'test-learner',
  ],
])('%s', (_title, roles, role) => {
  expect(mapRoles(roles)).toBe(role);
});

test.each<[title: string, roles: string[], may: boolean]>([
  ['instructor', [`${course}Instructor`], true],
  ['grader', [`${v2}/membership/Instructor#Grader`], true],
  ['teaching assistant', [`${v2}/membership/Instructor#TeachingAssistant`], true],
  ['teaching assistant by the name of before 1.3', ['TeachingAssistant'], true],
  ['learner', [`${course}Learner`], false],
  ['what is called a grader among learners', [`${v2}/membership/Learner#Grader`], false],
  ['grader of the institution', [`${v2}/institution/person#Grader`], false],
  ['mentor', [`${course}Mentor`], false],
  [
    'student view',
    [`${course}Instructor`, 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser'],
    false,
  ],
  ['none', [], false],
])('looks at others’ work or not: %s', (_title, roles, may) => {
  expect(mayReviewWork(roles)).toBe(may);
});
