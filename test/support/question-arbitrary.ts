import fc from 'fast-check';

/** A text of a line or more, full of what formats use as signs. */
const questionText = fc
  .array(
    fc.constantFrom(
      'a',
      'Zoë',
      '=',
      '~',
      '#',
      '{',
      '}',
      ':',
      '\\',
      '%50%',
      '<b>',
      '&amp;',
      '//',
      '[html]',
      '::',
      '\n',
      'T',
      '1',
      '"',
      '$CATEGORY:',
      '-',
      '.',
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) =>
    parts
      .join(' ')
      .split('\n')
      .map((line) => line.trim())
      .join('\n')
      // Pages know one empty line between paragraphs, and no more.
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim(),
  )
  .filter((one) => one !== '' && !one.includes('->'));
const optional = <T>(arb: fc.Arbitrary<T>, key: string): fc.Arbitrary<Record<string, T>> =>
  fc.oneof(
    fc.constant({}),
    arb.map((value) => ({ [key]: value })),
  );
const choice = (weights: fc.Arbitrary<number>): fc.Arbitrary<{ text: string; weight: number }> =>
  fc
    .tuple(questionText, weights, optional(questionText, 'feedback'))
    .map(([words, weight, feedback]) => ({ text: words, weight, ...feedback }));
const weight = fc.constantFrom(-1, -0.5, 0, 0.25, 0.33333, 0.5, 1);
const body = fc.oneof(
  fc
    .array(choice(fc.constantFrom(0, 0.5, -0.5)), { minLength: 1, maxLength: 4 })
    .chain((wrong) =>
      choice(fc.constant(1)).map((right) => ({ type: 'single-choice', choices: [right, ...wrong] })),
    ),
  fc
    .array(choice(weight), { minLength: 2, maxLength: 5 })
    .filter((all) => all.some((one) => one.weight > 0))
    .map((choices) => ({ type: 'multiple-choice', choices })),
  fc
    .tuple(fc.boolean(), optional(questionText, 'feedback'), optional(questionText, 'feedback'))
    .map(([isTrue, yes, no]) => ({
      type: 'true-false',
      choices: [
        { text: 'True', weight: isTrue ? 1 : 0, ...yes },
        { text: 'False', weight: isTrue ? 0 : 1, ...no },
      ],
    })),
  fc
    .uniqueArray(choice(fc.constantFrom(0.5, 1)), {
      minLength: 1,
      maxLength: 4,
      selector: ({ text }) => text.toLowerCase(),
    })
    .map((choices) => ({ type: 'short-answer', caseSensitive: false, choices }))
    .filter(({ choices }) => !(choices.length === 1)),
  fc.array(fc.tuple(questionText, questionText), { minLength: 2, maxLength: 4 }).map((pairs) => ({
    type: 'matching',
    choices: pairs.map(([left, match]) => ({ text: left, match, weight: 1 / pairs.length })),
  })),
  fc
    .array(fc.tuple(fc.integer({ min: -9999, max: 9999 }), fc.nat(50), optional(questionText, 'feedback')), {
      minLength: 1,
      maxLength: 3,
    })
    .map((numbers) => ({
      type: 'numeric',
      choices: numbers.map(([value, width, feedback]) => ({
        text: String(value),
        weight: 1,
        min: value - width,
        max: value + width,
        ...feedback,
      })),
    })),
);
const title = questionText.map((one) => one.replace(/\s+/g, ' ')).filter((one) => one.length < 300);
/** A question of any type that learners can be asked, as a reader gives it. */
export const playableQuestion = fc
  .tuple(
    body,
    questionText,
    optional(title, 'title'),
    optional(questionText, 'feedback'),
    optional(fc.constantFrom('Scoping', 'A/B'), 'category'),
  )
  .map(([one, prompt, ...rest]) => ({ ...one, prompt, mark: 1, ...Object.assign({}, ...rest) }));
