import { describe, expect, test } from 'vitest';
import { parseQuiz, readQuiz } from '../../../../domain/read-quiz.ts';

function quiz(...questions: string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n${questions.join('\n')}\n</quiz>`;
}

function question(type: string, inside: string, prompt = '<![CDATA[<p>Q?</p>]]>'): string {
  return `<question type="${type}"><name><text>N</text></name><questiontext format="html"><text>${prompt}</text></questiontext>${inside}</question>`;
}

function answer(text: string, fraction: number | string, more = ''): string {
  return `<answer fraction="${String(fraction)}" format="html"><text>${text}</text>${more}</answer>`;
}

const ab = answer('a', 100) + answer('b', 0);

describe('a question of Moodle XML is read', () => {
  test.each<[name: string, source: string, shape: object]>([
    ['one choice', question('multichoice', `<single>true</single>${ab}`), { type: 'single-choice' }],
    ['a choice without saying how many', question('multichoice', ab), { type: 'single-choice' }],
    [
      'several choices with weights',
      question(
        'multichoice',
        `<single>false</single>${answer('a', '66.66667')}${answer('b', 33.33333)}${answer('c', -50)}`,
      ),
      {
        type: 'multiple-choice',
        choices: [
          { text: 'a', weight: 0.6666667 },
          { text: 'b', weight: 0.3333333 },
          { text: 'c', weight: -0.5 },
        ],
      },
    ],
    [
      'feedback',
      question(
        'multichoice',
        answer('a', 100, '<feedback format="html"><text>Yes</text></feedback>') + answer('b', 0),
      ),
      {
        choices: [
          { text: 'a', weight: 1, feedback: 'Yes' },
          { text: 'b', weight: 0 },
        ],
      },
    ],
    [
      'its mark and general feedback',
      question(
        'multichoice',
        `<defaultgrade>2.5</defaultgrade><generalfeedback><text>So.</text></generalfeedback>${ab}`,
      ),
      { mark: 2.5, feedback: 'So.' },
    ],
    [
      'true or false, the false one first',
      question('truefalse', answer('false', 100) + answer('true', 0)),
      {
        type: 'true-false',
        choices: [
          { text: 'True', weight: 0 },
          { text: 'False', weight: 1 },
        ],
      },
    ],
    [
      'words that look like a tag',
      question('shortanswer', '<answer fraction="100"><text>&lt;b&gt;</text></answer>'),
      { type: 'short-answer', choices: [{ text: '<b>', weight: 1 }] },
    ],
    [
      'words whose case counts',
      question('shortanswer', `<usecase>1</usecase>${answer('NaCl', 100)}`),
      { caseSensitive: true },
    ],
    [
      'a number and its tolerance',
      question('numerical', answer('3,14', 100, '<tolerance>0.01</tolerance>')),
      { type: 'numeric', choices: [{ text: '3,14', weight: 1, min: 3.13, max: 3.15 }] },
    ],
    [
      'pairs and a distractor',
      question(
        'matching',
        ['a|1', 'b|2', '|3']
          .map((pair) => pair.split('|'))
          .map(
            ([one, other]) =>
              `<subquestion><text>${one ?? ''}</text><answer><text>${other ?? ''}</text></answer></subquestion>`,
          )
          .join(''),
      ),
      {
        type: 'matching',
        choices: [
          { text: 'a', match: '1', weight: 0.5 },
          { text: 'b', match: '2', weight: 0.5 },
          { text: '', match: '3', weight: 0 },
        ],
      },
    ],
    ['an essay', question('essay', ''), { type: 'essay', choices: [] }],
    [
      'an order by its fractions',
      question('ordering', answer('z', 2) + answer('y', 1)),
      {
        type: 'ordering',
        choices: [
          { text: 'y', weight: 0.5 },
          { text: 'z', weight: 0.5 },
        ],
      },
    ],
    [
      'embedded answers',
      question('cloze', '', '{1:MC:=cat#ok~%50%dog\\}} and {2:NM:=3:1}'),
      { type: 'cloze', prompt: '[[1]] and [[2]]', gaps: ['single-choice', 'numeric'] },
    ],
    [
      'an embedded short answer',
      question('multianswer', '', 'The {:SHORTANSWER:=sun~=star} shines'),
      { gaps: ['short-answer'] },
    ],
    [
      'words dragged into gaps',
      question(
        'ddwtos',
        '<dragbox><text>x</text><group>1</group></dragbox><dragbox><text>y</text><group>1</group></dragbox>',
        '[[2]] then [[1]]',
      ),
      { type: 'cloze', prompt: '[[1]] then [[2]]' },
    ],
    [
      'words chosen in gaps',
      question('gapselect', '<selectoption><text>x</text></selectoption>', 'a [[1]]'),
      { type: 'cloze' },
    ],
    [
      'all-or-nothing sets',
      question('multichoiceset', answer('a', 100) + answer('b', 100) + answer('c', 0)),
      { choices: [{ weight: 0.5 }, { weight: 0.5 }, { weight: 0 }] },
    ],
    [
      'HTML inside CDATA with entities',
      question(
        'multichoice',
        ab,
        '<![CDATA[<p>Is &lt;video&gt; x<sup>2</sup> &eacute;?</p><ul><li>i</li></ul>]]>',
      ),
      { prompt: 'Is <video> x² é?\n- i' },
    ],
    ['HTML that is not escaped', question('multichoice', ab, '<p>One<br/>two</p>'), { prompt: 'One\ntwo' }],
    [
      'an entity spoken of',
      question('multichoice', ab, '<![CDATA[What is <code>&lt;!ENTITY x "y"></code>?]]>'),
      { prompt: 'What is <!ENTITY x "y">?' },
    ],
    [
      'a formula in TeX',
      question('multichoice', ab, '\\(x^2\\) or <![CDATA[$$y$$]]>'),
      { prompt: '\\(x^2\\) or $$y$$' },
    ],
    [
      'a picture by its words',
      question('multichoice', ab, '<![CDATA[<img src="@@PLUGINFILE@@/a.png" alt="A map"> Where?]]>'),
      { prompt: '[Picture: A map] Where?' },
    ],
  ])('%s', (_, source, shape) => {
    const { format, questions } = readQuiz(quiz(source));
    expect(format).toBe('moodle-xml');
    expect(questions).toHaveLength(1);
    expect(questions[0]).toMatchObject(shape);
  });

  test.each([
    ['a description', question('description', ''), 'it is a description'],
    [
      'a calculated question',
      question('calculated', ''),
      'questions of the type "calculated" cannot be read',
    ],
    ['places in a picture', question('ddimageortext', ''), '"ddimageortext"'],
    ['random questions', question('random', ''), 'at random'],
    ['a number that is none', question('numerical', answer('soon', 100)), 'a number in its answers'],
    ['embedded answers without gaps', question('cloze', ''), 'it has no gaps'],
    ['gaps without words', question('ddwtos', '', '[[7]]'), 'do not fit'],
    [
      'no right answer',
      question('multichoice', answer('a', 0) + answer('b', 0)),
      'none of its answers is right',
    ],
    ['hints', question('multichoice', `${ab}<hint><text>Think</text></hint>`), 'without its hints'],
    [
      'units',
      question('numerical', `${answer('1', 100)}<units><unit><unit_name>m</unit_name></unit></units>`),
      'units (m)',
    ],
    [
      'feedback of whole responses',
      question('multichoice', `${ab}<correctfeedback><text>Bravo</text></correctfeedback>`),
      'feedback for whole responses',
    ],
  ])('%s is named', (_, source, words) => {
    const { warnings } = readQuiz(quiz(question('truefalse', answer('true', 100)), source));
    expect(warnings.map(({ line }) => line)).toEqual([4]);
    expect(warnings[0]?.message).toContain(words);
    expect(warnings[0]?.message).toContain('"N"');
  });

  test('categories reach the questions after them', () => {
    const text = quiz(
      '<question type="category"><category><text>$course$/top/Rome</text></category></question>',
      question('multichoice', ab),
    );
    expect(readQuiz(text).questions[0]?.category).toBe('Rome');
  });
});

describe('bad XML', () => {
  test.each([
    [
      'entities of its own',
      '<!DOCTYPE quiz [<!ENTITY a "b">]><quiz><question type="essay"/></quiz>',
      'quiz-bad-lines',
    ],
    ['deep nesting', `<quiz><question type="essay">${'<a>'.repeat(5000)}`, 'quiz-bad-lines'],
    ['no questions', '<quiz><question type="category"/></quiz>', 'quiz-no-questions'],
  ])('%s', (_, text, code) => {
    expect(() => readQuiz(text)).toThrow(expect.objectContaining({ code }));
  });

  test('a file cut off is read as far as it goes, and says so', () => {
    const text = quiz(question('multichoice', ab)).replace('</quiz>', '<question type="multichoice">');
    expect(readQuiz(text).warnings[0]?.message).toContain('breaks its rules');
  });

  test('an encoding that the file names', () => {
    const head = '<?xml version="1.0" encoding="windows-1251"?>';
    const text = head + quiz(question('multichoice', ab, 'Q X?')).slice(38);
    const bytes = Uint8Array.from(text, (character) => (character === 'X' ? 0xcf : character.charCodeAt(0)));
    expect(readQuiz(bytes).questions[0]?.prompt).toBe('Q П?');
  });

  test('orders and gaps become questions that can be asked', () => {
    const { questions, warnings } = parseQuiz(
      quiz(
        question('ordering', answer('y', 1) + answer('z', 2)),
        question('cloze', '', 'The {1:SA:=sun} shines'),
      ),
    );
    expect(questions).toMatchObject([
      {
        type: 'matching',
        choices: [
          { text: 'y', match: '1' },
          { text: 'z', match: '2' },
        ],
      },
      { type: 'short-answer', prompt: 'The _____ shines' },
    ]);
    expect(warnings).toHaveLength(1);
  });
});
