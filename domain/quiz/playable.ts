import { quote, type Warning } from '../formats/text.ts';
import { questionDraftSchema } from '../quiz.ts';
import type { PlayableQuestion, ReadCloze, ReadOrdering, ReadQuestion } from './read-question.ts';

/**
 * The questions that learners can be asked. An ordering becomes a matching of items and places, a cloze text with one
 * gap a question with a missing word, one whose gaps are all chosen a matching; what is left out is named.
 */
export function toPlayable(questions: readonly ReadQuestion[]): {
  questions: PlayableQuestion[];
  warnings: Warning[];
} {
  const warnings: Warning[] = [];
  const playable = questions.flatMap((question) => {
    const turned = turn(question);
    const name = quote(question.title ?? question.prompt);
    if ('leftOut' in turned)
      warnings.push({ message: `The question ${name} was left out: ${turned.leftOut}.` });
    else if (turned.changed !== undefined)
      warnings.push({ message: `The question ${name} was changed: ${turned.changed}.` });
    return 'leftOut' in turned ? [] : [turned.question];
  });
  return { questions: playable, warnings };
}

type Turned = { question: PlayableQuestion; changed?: string } | { leftOut: string };

function turn(question: ReadQuestion): Turned {
  switch (question.type) {
    case 'single-choice':
    case 'multiple-choice':
    case 'true-false':
    case 'short-answer':
    case 'numeric':
    case 'matching':
      return { question };
    case 'ordering':
      return turnOrdering(question);
    case 'cloze':
      return turnCloze(question);
    case 'essay':
      return { leftOut: 'it is an essay, which cannot be graded here' };
  }
}

function turnOrdering(question: ReadOrdering & { category?: string }): Turned {
  const choices = question.choices.map(({ text, weight, pictures }, index) => ({
    text,
    weight,
    ...(pictures === undefined ? {} : { pictures }),
    match: String(index + 1),
  }));
  return {
    question: { ...question, type: 'matching', choices },
    changed: 'it asks for an order; learners match each item with its place',
  };
}

function turnCloze(question: ReadCloze & { category?: string }): Turned {
  if (question.gaps.length === 1) return turnOnlyGap(question);
  const rights = question.gaps.map((_, index) => bestOf(question, index + 1));
  if (question.gaps.some((kind) => kind !== 'single-choice')) {
    return { leftOut: 'it has several gaps to type into (cloze), which cannot be asked here' };
  }
  const rightTexts = new Set(rights.map((right) => right?.text));
  const others = new Set(question.choices.map(({ text }) => text).filter((text) => !rightTexts.has(text)));
  const matching = questionDraftSchema.safeParse({
    ...question,
    type: 'matching',
    prompt: question.prompt.replace(/\[\[(\d+)\]\]/g, '($1) _____'),
    choices: [
      ...rights.map((right, index) => ({
        text: `(${String(index + 1)})`,
        weight: right?.weight ?? 0,
        match: right?.text ?? '',
      })),
      ...[...others].map((text) => ({ text: '', weight: 0, match: text })),
    ],
  });
  if (!matching.success) return { leftOut: 'it has too many gaps and choices (cloze) to be asked here' };
  const changed = 'it has several gaps; learners match each gap with a word';
  return { question: { ...matching.data, ...categoryOf(question) }, changed };
}

function turnOnlyGap(question: ReadCloze & { category?: string }): Turned {
  const [kind] = question.gaps;
  const turned = questionDraftSchema.safeParse({
    ...question,
    type: kind,
    prompt: question.prompt.replace('[[1]]', '_____'),
  });
  return turned.success
    ? { question: { ...turned.data, ...categoryOf(question) } }
    : { leftOut: 'its gap (cloze) cannot be asked here' };
}

function categoryOf({ category }: { category?: string }): { category?: string } {
  return category === undefined ? {} : { category };
}

function bestOf({ choices }: ReadCloze, gap: number): ReadCloze['choices'][number] | undefined {
  const own = choices.filter((choice) => choice.gap === gap);
  return own.reduce<ReadCloze['choices'][number] | undefined>(
    (best, choice) => (best === undefined || choice.weight > best.weight ? choice : best),
    undefined,
  );
}
