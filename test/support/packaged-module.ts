import type { PackagedChapter, PackagedModule } from '../../lti/packages/packaged-module.ts';
import type { PlacedQuiz } from '../../storage/placed-modules.ts';

/** A quiz with one single choice, worth one mark. */
export function aQuiz(changes: Partial<PlacedQuiz> = {}): PlacedQuiz {
  return {
    id: 'd1f5cf0e-23a8-4c3c-9d53-0a8ab0f7ae10',
    title: 'Quiz',
    passMark: 0.6,
    attemptsAllowed: null,
    shuffle: false,
    gradePolicy: 'best',
    showAnswers: 'after-attempt',
    questions: [
      {
        id: 'q1',
        type: 'single-choice',
        prompt: 'What comes first?',
        mark: 1,
        choices: [
          { id: 'a', text: 'The scope', weight: 1 },
          { id: 'b', text: 'The budget', weight: 0 },
        ],
      },
    ],
    ...changes,
  };
}

/** A chapter as it goes into packages. */
export function aPackagedChapter(index: number, changes: Partial<PackagedChapter> = {}): PackagedChapter {
  return {
    id: `0b9f7f6c-8f0e-4f7f-8c1a-00000000000${index}`,
    index,
    title: `Chapter ${index + 1}`,
    completion: { watchedShare: 0.9, quizPassed: true, templateOpened: false },
    clipKey: `clips/${index}.mp4`,
    clipRevision: 1,
    clipFrames: 100,
    clipDurationMs: 60_000,
    posterKey: null,
    thumbnailKey: null,
    quiz: null,
    hasPicture: true,
    captions: null,
    attachments: [],
    links: [],
    pictures: [],
    ...changes,
  };
}

/** A module as it goes into packages: two chapters, the first with a quiz. */
export function aPackagedModule(changes: Partial<PackagedModule> = {}): PackagedModule {
  return {
    id: '5f0a2f52-3d07-4d2e-9f3a-6f5a3c1c9b11',
    title: 'Budgeting basics',
    description: '',
    chapters: [aPackagedChapter(0, { quiz: aQuiz() }), aPackagedChapter(1)],
    attachments: [],
    links: [],
    ...changes,
  };
}
