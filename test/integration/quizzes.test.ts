import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quizSchema, type Quiz } from '../../domain/api/module.ts';
import { problemSchema } from '../../domain/api/problem.ts';
import { insertModule } from '../support/module.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.stop());

const newChapter = async (): Promise<string> =>
  (await insertModule(service.ctx, service.organisation.id)).chapterIds[0];
const read = async (chapterId: string): Promise<Quiz> =>
  quizSchema.parse(await service.organisation.json(`/api/chapters/${chapterId}/quiz`));
const save = async (chapterId: string, body: unknown): Promise<Quiz> =>
  quizSchema.parse(
    await service.organisation.json(`/api/chapters/${chapterId}/quiz`, { method: 'PUT', body }),
  );
const refusal = async (chapterId: string, body: unknown) => {
  const response = await service.organisation.fetch(`/api/chapters/${chapterId}/quiz`, {
    method: 'PUT',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  return { status: response.status, problem: problemSchema.parse(await response.json()) };
};

const single = {
  type: 'single-choice',
  prompt: 'What does scoping decide?',
  mark: 2,
  feedback: 'See minute three.',
  choices: [
    { text: 'What is left out', weight: 1, feedback: 'Yes.' },
    { text: 'The colour', weight: 0 },
  ],
};
const others = [
  {
    type: 'multiple-choice',
    prompt: 'Which are parts?',
    mark: 1,
    choices: [
      { text: 'Goal', weight: 0.5 },
      { text: 'Reader', weight: 0.5 },
      { text: 'Weather', weight: -1 },
    ],
  },
  {
    type: 'true-false',
    prompt: 'A brief is short.',
    mark: 1,
    choices: [
      { text: 'True', weight: 1 },
      { text: 'False', weight: 0 },
    ],
  },
  {
    type: 'short-answer',
    prompt: 'The first step?',
    mark: 1,
    caseSensitive: true,
    choices: [{ text: 'scop*', weight: 1 }],
  },
  { type: 'numeric', prompt: 'How many?', mark: 1, choices: [{ text: '3', weight: 1, min: 2.5, max: 3.5 }] },
  {
    type: 'matching',
    prompt: 'Match.',
    mark: 1,
    choices: [
      { text: 'Goal', match: 'Why', weight: 0.5 },
      { text: 'Reader', match: 'Who', weight: 0.5 },
      { text: '', match: 'Where', weight: 0 },
    ],
  },
];

describe('a chapter’s quiz', () => {
  it('is an empty one of version 0 before anything is saved', async () => {
    expect(await read(await newChapter())).toEqual({
      id: null,
      version: 0,
      title: 'Quiz',
      passMark: 0.6,
      attemptsAllowed: null,
      shuffle: false,
      gradePolicy: null,
      showAnswers: 'when-done',
      questions: [],
      regrade: null,
      pictureUrls: {},
    });
  });

  it('keeps all six types with their rules', async () => {
    const chapterId = await newChapter();
    const settings = { title: 'Check yourself', passMark: 0.8, attemptsAllowed: 2, shuffle: true };
    const saved = await save(chapterId, { ...settings, version: 0, questions: [single, ...others] });
    expect(saved).toMatchObject({ ...settings, version: 1, questions: [single, ...others] });
    expect(await read(chapterId)).toEqual(saved);
  });

  it('gives ids that tell nothing, and keeps those of what was there', async () => {
    const chapterId = await newChapter();
    const first = await save(chapterId, { version: 0, questions: [single, ...others] });
    const ids = first.questions.flatMap(({ id, choices }) => [id, ...choices.map((choice) => choice.id)]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^[\w-]{12}$/.test(id))).toBe(true);
    const [kept, ...rest] = first.questions;
    const second = await save(chapterId, {
      version: 1,
      questions: [others[0], { ...kept, prompt: 'Changed?' }, ...rest.slice(1)],
    });
    expect(second.questions[1]).toMatchObject({ id: kept?.id, choices: kept?.choices, prompt: 'Changed?' });
    expect(ids).not.toContain(second.questions[0]?.id);
  });

  it('takes no id that it did not give, nor the same one twice', async () => {
    const chapterId = await newChapter();
    const chosen = {
      ...single,
      id: 'right',
      choices: single.choices.map((choice, at) => ({ ...choice, id: `c${at}` })),
    };
    const first = await save(chapterId, { version: 0, questions: [chosen] });
    const [question] = first.questions;
    expect(question?.id).not.toBe('right');
    expect(question?.choices.map(({ id }) => id)).not.toContain('c0');
    const twice = await save(chapterId, { version: 1, questions: [question, question] });
    expect(twice.questions[0]?.id).toBe(question?.id);
    expect(twice.questions[1]?.id).not.toBe(question?.id);
    expect(twice.questions[1]?.choices[0]?.id).not.toBe(question?.choices[0]?.id);
  });

  it('refuses a stale version and keeps what is there', async () => {
    const chapterId = await newChapter();
    await save(chapterId, { version: 0, questions: [single] });
    const { status, problem } = await refusal(chapterId, { version: 0, questions: [] });
    expect([status, problem.code]).toEqual([409, 'quiz-changed']);
    expect((await read(chapterId)).questions).toHaveLength(1);
  });

  it('lets one of two saves at once win, whether or not there was a quiz', async () => {
    const chapterId = await newChapter();
    const saveBoth = async (version: number) => {
      const bodies = [
        { version, questions: [single] },
        { version, questions: others },
      ];
      const answers = await Promise.all(
        bodies.map((body) =>
          service.organisation.fetch(`/api/chapters/${chapterId}/quiz`, {
            method: 'PUT',
            body: JSON.stringify(body),
            headers: { 'content-type': 'application/json' },
          }),
        ),
      );
      return answers.map(({ status }) => status).toSorted();
    };
    expect(await saveBoth(0)).toEqual([200, 409]);
    expect(await saveBoth(1)).toEqual([200, 409]);
  });

  it('counts as no quiz when its questions are gone, and can be filled again', async () => {
    const chapterId = await newChapter();
    const { id } = await save(chapterId, { version: 0, questions: [single] });
    expect(await save(chapterId, { version: 1, questions: [] })).toMatchObject({ questions: [], version: 2 });
    expect(await save(chapterId, { version: 2, questions: [single] })).toMatchObject({ id, version: 3 });
  });
});

describe('a quiz that could not be graded', () => {
  it.each([
    [
      'has no right answer',
      { ...single, choices: single.choices.map((choice) => ({ ...choice, weight: 0 })) },
      'questions.1.choices',
    ],
    ['asks nothing', { ...single, prompt: '  ' }, 'questions.1.prompt'],
    [
      'has two equal answers',
      { ...single, choices: [single.choices[0], single.choices[0]] },
      'questions.1.choices.1.text',
    ],
  ])('is refused with its place: one that %s', async (_, question, path) => {
    const chapterId = await newChapter();
    const { status, problem } = await refusal(chapterId, { version: 0, questions: [single, question] });
    expect([status, problem.code]).toEqual([422, 'quiz-not-gradable']);
    expect(problem.title).toMatch(/^Question 2: /);
    expect(problem.problems?.map((line) => line.path)).toContain(path);
    expect((await read(chapterId)).version).toBe(0);
  });

  it.each([
    ['a type that is not there', { ...single, type: 'hotspot' }],
    [
      'a weight beyond the mark',
      {
        ...single,
        choices: [
          { text: 'a', weight: 2 },
          { text: 'b', weight: 0 },
        ],
      },
    ],
    ['one choice', { ...single, choices: single.choices.slice(0, 1) }],
  ])('is refused by its form: %s', async (_, question) => {
    const { status, problem } = await refusal(await newChapter(), { version: 0, questions: [question] });
    expect([status, problem.code]).toEqual([422, 'invalid-input']);
  });
});
