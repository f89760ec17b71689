import { describe, expect, test } from 'vitest';
import { readBriefly } from '../../../support/brief-quiz.ts';
import { zipXml } from '../../../support/documents.ts';

const h5p = (library: string, content: unknown, title = 'Untitled Quiz'): Uint8Array =>
  zipXml({
    'h5p.json': JSON.stringify({
      title,
      language: 'en',
      mainLibrary: library,
      embedTypes: ['div'],
      preloadedDependencies: [{ machineName: library, majorVersion: 1, minorVersion: 16 }],
    }),
    'content/content.json': typeof content === 'string' ? content : JSON.stringify(content),
    [`${library}-1.16/library.json`]: '{}',
  });
const answer = (text: string, correct: unknown, tips: object = {}): object => ({
  text,
  correct,
  tipsAndFeedback: { tip: '', chosenFeedback: '', notChosenFeedback: '', ...tips },
});
const multi = {
  question: '<p>Capital?</p>\n',
  answers: [answer('<div>Oslo</div>\n', true), answer('<div>Bergen</div>\n', false)],
  behaviour: { type: 'auto' },
};
const piece = (library: string, params: unknown, title = ''): object => ({
  library: `${library} 1.16`,
  params,
  subContentId: 'x',
  metadata: { title, license: 'U' },
});
const goodRead = 'single-choice: Capital? | Oslo 1, Bergen 0';

describe('one question of H5P', () => {
  test.each<[what: string, library: string, content: unknown, questions: string[], warnings?: string[]]>([
    ['a choice', 'H5P.MultiChoice', multi, [goodRead]],
    [
      'several right choices',
      'H5P.MultiChoice',
      { ...multi, answers: [answer('a', true), answer('b', true), answer('c', false)] },
      ['multiple-choice: Capital? | a 0.5, b 0.5, c 0'],
    ],
    [
      'one right choice with checkboxes',
      'H5P.MultiChoice',
      { ...multi, behaviour: { type: 'multi' } },
      ['multiple-choice: Capital? | Oslo 1, Bergen 0'],
    ],
    [
      'several right choices of which one is taken',
      'H5P.MultiChoice',
      { ...multi, answers: [answer('a', true), answer('b', true)], behaviour: { type: 'single' } },
      ['single-choice: Capital? | a 1, b 1'],
    ],
    [
      'one point for the whole',
      'H5P.MultiChoice',
      { ...multi, answers: [answer('a', true), answer('b', true)], behaviour: { singlePoint: true } },
      ['multiple-choice: Capital? | a 0.5, b 0.5'],
      ['The question "Capital?" was taken without its rule that only the whole right answer earns anything.'],
    ],
    [
      'feedback and tips',
      'H5P.MultiChoice',
      {
        ...multi,
        answers: [
          answer('a', true, { chosenFeedback: '<div>Yes.</div>', tip: '<p>Think</p>' }),
          answer('b', false, { notChosenFeedback: 'Good.' }),
        ],
      },
      ['single-choice: Capital? | a 1 (Yes.), b 0'],
      [
        'The question "Capital?" was taken without its tips.',
        'The question "Capital?" was taken without its feedback for choices not taken.',
      ],
    ],
    [
      'a picture beside it',
      'H5P.MultiChoice',
      { ...multi, media: { type: { library: 'H5P.Image 1.1', params: { file: { path: 'images/a.png' } } } } },
      [goodRead],
      ['The question "Capital?" was taken without the picture "a.png" beside it.'],
    ],
    [
      'an empty place for a picture',
      'H5P.MultiChoice',
      { ...multi, media: { disableImageZooming: false } },
      [goodRead],
    ],
    [
      'a question without behaviour or tips',
      'H5P.MultiChoice',
      { question: 'Capital?', answers: [{ text: 'Oslo', correct: true }, { text: 'Bergen' }] },
      [goodRead],
    ],
    [
      'true or false, told as a word',
      'H5P.TrueFalse',
      { question: '<p>Wet?</p>', correct: 'true', l10n: {} },
      ['true-false: Wet? | True 1, False 0'],
    ],
    [
      'false, told as false, and its feedback',
      'H5P.TrueFalse',
      { question: 'Dry?', correct: false, behaviour: { feedbackOnCorrect: 'Yes.', feedbackOnWrong: 'No.' } },
      ['true-false: Dry? | True 0 (No.), False 1 (Yes.)'],
    ],
    [
      'a gap with other words and a tip',
      'H5P.Blanks',
      {
        text: '<p>Fill in.</p>',
        questions: ['<p>The capital is *Oslo/Christiania:a town*.</p>'],
        behaviour: { caseSensitive: false },
      },
      ['short-answer: Fill in./The capital is _____. | Oslo 1, Christiania 1'],
      ['The question "Fill in. The capital is _____." was taken without its tips.'],
    ],
    [
      'each text with gaps as a question',
      'H5P.Blanks',
      { text: '', questions: ['<p>*a* and *b*</p>', '<p>*c*</p>'] },
      [
        'cloze: [[1]] and [[2]] <short-answer short-answer> | 1=a 0.5, 2=b 0.5',
        'short-answer: _____ {case} | c 1',
      ],
    ],
    [
      'words to drag, and one that belongs nowhere',
      'H5P.DragText',
      {
        taskDescription: 'Drag.',
        textField: 'It is *red* here\nand *blue:tip* there.',
        distractors: '*green*',
      },
      [
        'cloze: Drag./It is [[1]] here/and [[2]] there. <single-choice single-choice> | 1=red 0.5, 1=blue 0, 1=green 0, 2=red 0, 2=blue 0.5, 2=green 0',
      ],
      [expect.stringMatching(/its tips\.$/)],
    ],
    [
      'single choices whose first is right',
      'H5P.SingleChoiceSet',
      {
        choices: [
          { question: '<p>A?</p>', answers: ['<p>a</p>', '<p>b</p>'] },
          { question: 'B?', answers: ['c', 'd'] },
        ],
      },
      ['single-choice: A? | a 1, b 0', 'single-choice: B? | c 1, d 0'],
    ],
    [
      'statements to choose',
      'H5P.Summary',
      { intro: 'Which?', summaries: [{ summary: ['true one', 'other'], tip: '' }] },
      ['single-choice: Which? | true one 1, other 0'],
    ],
    [
      'statements without an introduction, and a tip',
      'H5P.Summary',
      { intro: '', summaries: [{ summary: ['true one', 'other'], tip: '<p>Think</p>' }] },
      ['single-choice: Choose the correct statement. | true one 1, other 0'],
      ['The question "Choose the correct statement." was taken without its tips.'],
    ],
    [
      'an essay that looks for no words',
      'H5P.Essay',
      { taskDescription: 'Tell!', keywords: [] },
      ['essay: Tell! |'],
    ],
    [
      'an essay',
      'H5P.Essay',
      { taskDescription: '<p>Tell!</p>', keywords: [{ keyword: 'x' }] },
      ['essay: Tell! |'],
      ['The question "Tell!" was taken without its keywords.'],
    ],
    [
      'paragraphs in order',
      'H5P.SortParagraphs',
      { taskDescription: 'Order', paragraphs: ['<p>one</p>', '<p>two</p>'] },
      ['ordering: Order | one 0.5, two 0.5'],
    ],
  ])('%s', (_, library, content, questions, warnings = []) => {
    expect(readBriefly(h5p(library, content))).toEqual({ format: 'h5p', questions, warnings });
  });
});

describe('questions within other content of H5P', () => {
  test.each<[what: string, library: string, content: unknown]>([
    [
      'a question set',
      'H5P.QuestionSet',
      { introPage: {}, questions: [piece('H5P.MultiChoice', multi, 'Untitled Multiple Choice')] },
    ],
    [
      'an older set without metadata',
      'H5P.QuestionSet',
      { questions: [{ library: 'H5P.MultiChoice 1.9', params: multi }] },
    ],
    [
      'a video with questions',
      'H5P.InteractiveVideo',
      {
        interactiveVideo: {
          video: { files: [] },
          assets: {
            interactions: [{ duration: { from: 1, to: 2 }, action: piece('H5P.MultiChoice', multi) }],
          },
        },
      },
    ],
    [
      'a presentation',
      'H5P.CoursePresentation',
      {
        presentation: {
          slides: [
            {
              elements: [
                { action: piece('H5P.AdvancedText', { text: 'x' }) },
                { action: piece('H5P.MultiChoice', multi) },
              ],
            },
          ],
        },
      },
    ],
    [
      'a book of columns',
      'H5P.InteractiveBook',
      { chapters: [piece('H5P.Column', { content: [{ content: piece('H5P.MultiChoice', multi) }] })] },
    ],
  ])('%s', (_, library, content) => {
    expect(readBriefly(h5p(library, content))).toEqual({
      format: 'h5p',
      questions: [goodRead],
      warnings: [],
    });
  });

  test('what cannot be read is named, and a title that somebody gave is kept', () => {
    const content = {
      questions: [
        piece('H5P.MultiChoice', multi, 'Norway'),
        piece('H5P.DragQuestion', { question: {} }, 'Drag it'),
        piece('H5P.MultiChoice', { question: 'Q' }, 'Half'),
      ],
    };
    expect(readBriefly(h5p('H5P.QuestionSet', content))).toEqual({
      format: 'h5p',
      questions: ['single-choice: Capital? {«Norway»} | Oslo 1, Bergen 0'],
      warnings: [
        'The question "Drag it" was left out: content of the kind "H5P.DragQuestion" cannot be read.',
        'The question "Half" was left out: its content (H5P.MultiChoice) cannot be read.',
      ],
    });
  });
});

describe('a faulty H5P file', () => {
  const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
  test.each([
    [
      'no content',
      zipXml({ 'h5p.json': '{"mainLibrary":"H5P.QuestionSet"}' }),
      'quiz-bad-lines: The H5P file has no content that can be read.',
    ],
    [
      'broken JSON',
      h5p('H5P.MultiChoice', '{"question":'),
      'quiz-bad-lines: The H5P file has no content that can be read.',
    ],
    ['content that is too deep', h5p('H5P.QuestionSet', deep), /^quiz-/],
    [
      'no right answer',
      h5p('H5P.MultiChoice', { ...multi, answers: [answer('a', false), answer('b', 'yes')] }),
      /none of its answers is right/,
    ],
    [
      'an empty choice',
      h5p('H5P.MultiChoice', { ...multi, answers: [answer('', true), answer('b', false)] }),
      /its choice 1 is empty/,
    ],
    [
      'a gap with nothing in it',
      h5p('H5P.Blanks', { text: '', questions: ['<p>It is ** so.</p>'] }),
      /^quiz-no-questions/,
    ],
    [
      'other content',
      h5p('H5P.Timeline', { timeline: {} }, 'Years'),
      'quiz-no-questions: The quiz holds no question that can be asked. The question "Years" was left out: content of the kind "H5P.Timeline" cannot be read.',
    ],
  ])('%s is refused', (_, bytes, sentence) => {
    expect(readBriefly(bytes)).toEqual(
      typeof sentence === 'string' ? sentence : expect.stringMatching(sentence),
    );
  });

  test.each([
    'MultiChoice',
    'TrueFalse',
    'Blanks',
    'DragText',
    'SingleChoiceSet',
    'Summary',
    'Essay',
    'SortParagraphs',
  ])('content of %s that is none is named', (kind) => {
    const content = { questions: [piece(`H5P.${kind}`, 'gone', 'Half'), piece('H5P.MultiChoice', multi)] };
    expect(readBriefly(h5p('H5P.QuestionSet', content))).toEqual({
      format: 'h5p',
      questions: [goodRead],
      warnings: [`The question "Half" was left out: its content (H5P.${kind}) cannot be read.`],
    });
  });

  test('a byte-order mark and a folder around everything do no harm', () => {
    const files = {
      'quiz/h5p.json': '\uFEFF{"mainLibrary":"H5P.MultiChoice"}',
      'quiz/content/content.json': `\uFEFF${JSON.stringify(multi)}`,
    };
    expect(readBriefly(zipXml(files))).toMatchObject({ questions: [goodRead] });
  });
});
