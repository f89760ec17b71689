import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readQuiz } from '../../../../domain/read-quiz.ts';
import { readBriefly } from '../../../support/brief-quiz.ts';
import { makeXlsx } from '../../../support/documents.ts';

type Row = (string | number | boolean)[];
const kahootHead: Row = [
  '',
  'Question - max 120 characters',
  'Answer 1 - max 75 characters',
  'Answer 2 - max 75 characters',
  'Answer 3 - max 75 characters',
  'Answer 4 - max 75 characters',
  'Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs',
  'Correct answer(s) - choose at least one',
];
const kahoot = (...rows: Row[]): Uint8Array =>
  makeXlsx([
    ['', 'Quiz template'],
    ['', 'Add questions, at least two answer alternatives'],
    [],
    kahootHead,
    ...rows,
  ]);
const quizizzHead: Row = [
  'Question Text',
  'Question Type',
  'Option 1',
  'Option 2',
  'Option 3',
  'Option 4',
  'Option 5',
  'Correct Answer',
  'Time in seconds',
  'Image Link',
  'Answer explanation',
];
const quizizz = (...rows: Row[]): Uint8Array => makeXlsx([quizizzHead, ...rows]);
const csv = (...lines: string[]): Uint8Array => new TextEncoder().encode(lines.join('\n'));
const town = 'single-choice: Capital? | Oslo 1, Bergen 0';

describe('a table of questions', () => {
  test.each<[what: string, bytes: Uint8Array, format: string, questions: string[], warnings?: string[]]>([
    ["Kahoot's workbook", kahoot([1, 'Capital?', 'Oslo', 'Bergen', '', '', 20, 1]), 'kahoot', [town]],
    [
      "Kahoot's with several right answers",
      kahoot([1, 'Red?', 'rose', 'leaf', 'blood', '', 20, '1,3']),
      'kahoot',
      ['multiple-choice: Red? | rose 0.5, leaf 0, blood 0.5'],
    ],
    [
      "Kahoot's empty rows",
      kahoot([1, '', '', '', '', '', '', ''], [2, 'Wet?', 'True', 'False', '', '', 20, 2]),
      'kahoot',
      ['true-false: Wet? | True 0, False 1'],
    ],
    [
      "Kahoot's as CSV with semicolons",
      csv(
        'Question - max 120 characters;Answer 1 - max 75 characters;Answer 2 - max 75 characters;Time limit (sec);Correct answer(s)',
        'Capital?;Oslo;Bergen;20;1',
      ),
      'kahoot',
      [town],
    ],
    [
      'an answer that is a number',
      kahoot([1, 'Two and two?', 3, 4, 5, '', 20, 2]),
      'kahoot',
      ['single-choice: Two and two? | 3 0, 4 1, 5 0'],
    ],
    [
      "Quizizz' pictures, which are links",
      quizizz(
        [
          'Capital?',
          'Multiple Choice',
          'Oslo',
          'Bergen',
          '',
          '',
          '',
          1,
          30,
          'https://media.example.org/map.png?w=90',
        ],
        ['Wet?', 'Multiple Choice', 'water', 'sand', '', '', '', 1, 30, 'https://media.example.org/'],
      ),
      'table',
      [town, 'single-choice: Wet? | water 1, sand 0'],
      [
        'The question "Capital?" was taken without the picture "map.png".',
        'The question "Wet?" was taken without a picture.',
      ],
    ],
    [
      "Quizizz' kinds",
      quizizz(
        ['Capital?', 'Multiple Choice', 'Oslo', 'Bergen', '', '', '', 1, 30, '', 'Since 1814.'],
        ['Red?', 'Checkbox', 'rose', 'leaf', '', '', '', '1', 30],
        ['Town?', 'Fill-in-the-Blank', 'Oslo', 'Christiania', '', '', '', '', 30],
        ['Tell!', 'Open-Ended'],
        ['Like?', 'Poll', 'a', 'b'],
      ),
      'table',
      [
        'single-choice: Capital? {says Since 1814.} | Oslo 1, Bergen 0',
        'multiple-choice: Red? | rose 1, leaf 0',
        'short-answer: Town? | Oslo 1, Christiania 1',
        'essay: Tell! |',
      ],
      ['The question "Like?" was left out: it is of the kind "poll", which has no right answer.'],
    ],
    [
      "Blooket's",
      csv(
        '"Blooket\nImport Template",,,,,,,',
        'Question #,Question Text,Answer 1,Answer 2,"Answer 3\n(Optional)","Answer 4\n(Optional)","Time Limit (sec)\n(Max: 300 seconds)",Correct Answer(s)',
        '1,Capital?,Oslo,Bergen,,,20,1',
      ),
      'kahoot',
      [town],
    ],
    [
      "Gimkit's, the wrong ones apart",
      csv(
        'Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2 (Optional)',
        'Capital?,Oslo,Bergen,',
      ),
      'table',
      [town],
    ],
    [
      'right ones by letter',
      csv('question,a,b,c,answer', 'Capital?,Oslo,Bergen,,A', 'Red?,rose,leaf,blood,"A, C"'),
      'table',
      [town, 'multiple-choice: Red? | rose 0.5, leaf 0, blood 0.5'],
    ],
    [
      'right ones by their words',
      csv(
        'Question,Option A,Option B,Correct Answer',
        'Capital?,Oslo,Bergen,oslo',
        'Red?,rose,leaf,Option 1',
      ),
      'table',
      [town, 'single-choice: Red? | rose 1, leaf 0'],
    ],
    [
      'tabs, a byte-order mark and CRLF',
      csv('\uFEFFQuestion\tOption 1\tOption 2\tAnswer\r', 'Capital?\tOslo\tBergen\t1\r'),
      'table',
      [town],
    ],
    [
      'Windows-1252 and a German head',
      new Uint8Array(
        Buffer.from(
          'Frage;Antwort 1;Antwort 2;Richtige Antwort;Punkte\nGrößte Stadt?;Köln;Berlin;2;2,5',
          'latin1',
        ),
      ),
      'table',
      ['single-choice: Größte Stadt? {2.5 points} | Köln 0, Berlin 1'],
    ],
    [
      'UTF-16',
      new Uint8Array(
        Buffer.from('\uFEFFQuestion\tOption 1\tOption 2\tAnswer\nCapital?\tOslo\tBergen\t1', 'utf16le'),
      ),
      'table',
      [town],
    ],
    [
      'answers to type',
      csv('Question,Answer', 'Capital?,Oslo; Christiania', 'How many?,42', 'Wet?,TRUE'),
      'table',
      [
        'short-answer: Capital? | Oslo 1, Christiania 1',
        'numeric: How many? | 42 42..42 1',
        'true-false: Wet? | True 1, False 0',
      ],
    ],
    [
      'categories and marks',
      csv('Category,Question,Option 1,Option 2,Correct,Points', 'Towns,Capital?,Oslo,Bergen,1,2'),
      'table',
      ['single-choice: Capital? {2 points; in Towns} | Oslo 1, Bergen 0'],
    ],
    [
      'a question with commas and lines',
      csv('Question,Option 1,Option 2,Answer', '"Which,\nthen?","Oslo, town",Bergen,1'),
      'table',
      ['single-choice: Which,/then? | Oslo, town 1, Bergen 0'],
    ],
    [
      'no right answer',
      csv('Question,Option 1,Option 2,Answer', 'Capital?,Oslo,Bergen,1', 'Which?,a,b,'),
      'table',
      [town],
      ['The question "Which?" was left out: its right answer is not told.'],
    ],
    [
      'a right answer that is not offered',
      csv('Question,Option 1,Option 2,Answer', 'Capital?,Oslo,Bergen,1', 'Which?,a,b,Hamar'),
      'table',
      [town],
      ['The question "Which?" was left out: its right answer "Hamar" is none of its answers.'],
    ],
    [
      'a right answer whose place is empty',
      csv('Question,Option 1,Option 2,Option 3,Answer', 'Capital?,Oslo,Bergen,,1', 'Which?,a,b,,3'),
      'table',
      [town],
      ['The question "Which?" was left out: its right answer "3" is none of its answers.'],
    ],
    [
      'one answer only',
      csv('Question,Option 1,Option 2,Answer', 'Capital?,Oslo,Bergen,1', 'Which?,a,,1'),
      'table',
      [town],
      [expect.stringMatching(/"Which\?" was left out: it has only one of its choices/)],
    ],
    [
      'the same question twice',
      csv('Question,Option 1,Option 2,Answer', 'Capital?,Oslo,Bergen,1', 'Capital?,Oslo,Bergen,1'),
      'table',
      [town, town],
    ],
    [
      'two sheets, and one of notes',
      makeXlsx(
        [['Notes'], ['x']],
        [
          ['Question', 'Option 1', 'Option 2', 'Answer'],
          ['Capital?', 'Oslo', 'Bergen', 1],
        ],
        [
          ['Question', 'Answer'],
          ['Wet?', true],
        ],
      ),
      'table',
      [town, 'true-false: Wet? | True 1, False 0'],
    ],
  ])('%s', (_, bytes, format, questions, warnings = []) => {
    expect(readBriefly(bytes)).toEqual({ format, questions, warnings });
  });
});

describe('a table of the answers to a form', () => {
  const notice =
    'The table holds answers that were given, not the form: choices that nobody took are missing, and right is what earned points.';
  const microsoft: Row[] = [
    [
      'Id',
      'Start time',
      'Completion time',
      'Email',
      'Name',
      'Total points',
      'Capital?',
      'Points - Capital?',
      'Feedback - Capital?',
    ],
    [1, 'x', 'y', 'a@example.org', 'Ada', 2, 'Oslo;', 2, ''],
    [2, 'x', 'y', 'g@example.org', 'Grace', 0, 'Bergen;', 0, ''],
  ];
  test.each([
    ['Microsoft Forms', makeXlsx(microsoft)],
    [
      'Google Forms',
      makeXlsx([
        ['Timestamp', 'Username', 'Total score', 'Capital?', 'Capital? [Score]', 'Capital? [Feedback]'],
        ['x', 'a@example.org', '1.00 / 1', 'Oslo', '1.00 / 1', ''],
        ['x', 'g@example.org', '0.00 / 1', 'Bergen', '0.00 / 1', ''],
      ]),
    ],
    ['Microsoft Forms as CSV', csv(...microsoft.map((row) => row.join(',')))],
    [
      'Google Forms as CSV',
      csv(
        'Timestamp,Total score,Capital?,Capital? [Score]',
        'x,1.00 / 1,Oslo,1.00 / 1',
        'x,0.00 / 1,Bergen,0.00 / 1',
      ),
    ],
  ])('%s names nobody', (_, bytes) => {
    const read = readBriefly(bytes);
    expect(read).toEqual({ format: 'forms', questions: [town], warnings: [notice] });
    expect(JSON.stringify(read)).not.toMatch(/Ada|Grace|example\.org/);
  });

  type Answers = [answer: string, score: number][];
  const google = (...answers: Answers): Uint8Array =>
    makeXlsx([
      ['Timestamp', 'Red?', 'Red? [Score]'],
      ...answers.map(([answer, score]) => ['x', answer, `${String(score)}.00 / 1`]),
    ]);
  const microsoft365 = (...answers: Answers): Uint8Array =>
    makeXlsx([['Id', 'Red?', 'Points - Red?'], ...answers.map(([answer, score]) => [1, answer, score])]);
  const asOne = (answer: string): string =>
    `In the question "Red?" the answer "${answer}" was read as one choice; if it is several boxes, correct it.`;
  test.each<[what: string, bytes: Uint8Array, question: string, warnings?: string[]]>([
    [
      'which Google parts with commas, each ticked alone by somebody',
      google(['rose', 0], ['leaf', 0], ['blood', 0], ['rose, blood', 1]),
      'multiple-choice: Red? | rose 0.5, leaf 0, blood 0.5',
    ],
    [
      'which Google parts with commas, each ticked in other company',
      google(['rose, leaf', 0], ['rose, blood', 1], ['leaf, blood', 0]),
      'multiple-choice: Red? | rose 0.5, leaf 0, blood 0.5',
    ],
    [
      'of which one holds a comma',
      google(['rose, dark, blood', 1], ['rose, dark', 0], ['blood', 0], ['leaf', 0]),
      'multiple-choice: Red? | rose, dark 0.5, blood 0.5, leaf 0',
    ],
    [
      'of which one is never ticked without another, which is',
      google(['rose, blood', 1], ['rose, blood, leaf', 0], ['blood', 0], ['leaf', 0]),
      'multiple-choice: Red? | rose 0.5, blood 0.5, leaf 0',
    ],
    [
      'all with commas in them',
      google(['rose, dark', 1], ['leaf, green', 0]),
      'single-choice: Red? | rose, dark 1, leaf, green 0',
      [asOne('rose, dark')],
    ],
    [
      'one of which nobody ticked elsewhere',
      google(['rose', 0], ['rose, blood', 1]),
      'single-choice: Red? | rose 0, rose, blood 1',
      [asOne('rose, blood')],
    ],
    [
      'where a word stands twice in an answer',
      google(['rose', 0], ['leaf', 0], ['rose, leaf, rose', 1]),
      'single-choice: Red? | rose 0, leaf 0, rose, leaf, rose 1',
      [asOne('rose, leaf, rose')],
    ],
    [
      'which Microsoft ends with semicolons',
      microsoft365(['rose;blood;', 1], ['leaf;', 0]),
      'multiple-choice: Red? | rose 0.5, blood 0.5, leaf 0',
    ],
    [
      'which Microsoft ends with semicolons, with commas in them',
      microsoft365(['rose, dark;blood;', 1], ['leaf;', 0], ['rose, dark;', 0]),
      'multiple-choice: Red? | rose, dark 0.5, blood 0.5, leaf 0',
    ],
    [
      'right in one order and in another',
      microsoft365(['rose;blood;', 1], ['blood;rose;', 1], ['leaf;', 0]),
      'multiple-choice: Red? | rose 0.5, blood 0.5, leaf 0',
    ],
    [
      'with and without their semicolons, or empty',
      microsoft365(['rose;', 1], ['rose', 1], ['leaf;', 0], [';', 0]),
      'single-choice: Red? | rose 1, leaf 0',
    ],
  ])('boxes %s', (_, bytes, question, warnings = []) => {
    const found = readBriefly(bytes);
    expect(found).toEqual({ format: 'forms', questions: [question], warnings: [...warnings, notice] });
  });

  test.each<[what: string, answers: Answers, reason: string]>([
    [
      'of which different ones earned the same',
      [
        ['rose;blood;', 1],
        ['rose;', 1],
      ],
      'different boxes earned the same, so which are right is not told',
    ],
    [
      'none of which earned anything',
      [
        ['rose;blood;', 0],
        ['leaf;', 0],
      ],
      'none of its answers is right',
    ],
  ])('boxes %s are left out', (_, answers, reason) => {
    expect(JSON.stringify(readBriefly(microsoft365(...answers)))).toContain(reason);
  });

  test('questions that nobody answered, or nobody right, are named', () => {
    const rows: Row[] = [
      ['Id', 'A?', 'Points - A?', 'B?', 'Points - B?', 'C?', 'Points - C?'],
      [1, 'x', 1, '', 0, 'y', 0],
    ];
    expect(readBriefly(makeXlsx(rows))).toMatchObject({
      questions: ['short-answer: A? | x 1'],
      warnings: [
        expect.stringContaining('"B?" was left out: nobody answered it'),
        expect.stringContaining('"C?" was left out: none of its answers is right'),
        notice,
      ],
    });
  });

  test('a workbook without questions is refused', () => {
    expect(
      readBriefly(
        makeXlsx([
          ['a', 'b'],
          [1, 2],
        ]),
      ),
    ).toBe('quiz-unreadable: The workbook holds no table of questions, their answers and which is right.');
  });
});

test.each([
  ['a picture', ['image1.png'], 'a picture, which was'],
  ['two pictures', ['image1.png', 'image2.jpeg'], '2 pictures, which were'],
])('a workbook that holds %s says that they are left out', (_, names, which) => {
  const files = unzipSync(
    makeXlsx([
      ['Question', 'A', 'B', 'Correct'],
      ['Red?', 'Yes', 'No', 'A'],
    ]),
  );
  const pictures = Object.fromEntries(names.map((name) => [`xl/media/${name}`, strToU8('picture')]));
  const { warnings } = readQuiz(zipSync({ ...files, ...pictures }));
  expect(warnings).toEqual([
    { message: `The document holds ${which} left out. Add them to their questions in the editor.` },
  ]);
  expect(readQuiz(zipSync(files)).warnings).toEqual([]);
});
