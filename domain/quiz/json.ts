import { z } from 'zod';
import { looksLikeJson, readJson } from '../formats/json.ts';
import { parseNumber, rangeAround } from '../number.ts';
import { pictureFinder } from './found-pictures.ts';
import { addQuestion, emptyQuizDraft, noteLoss, type Place, type QuizReader } from './reader.ts';
import { lostPicture } from './lost-from-text.ts';
import type { Picture } from '../picture.ts';

/** Our JSON (`{questions:[{type, prompt, choices}]}` or the bare list), and the short forms that people write. */
export const jsonQuizReader: QuizReader = {
  format: 'json',
  recognises: looksLikeJson,
  read(text) {
    const json = readJson(text);
    if ('problem' in json) return { ...emptyQuizDraft(), problems: [json.problem] };
    const list = listSchema.safeParse(json.value);
    if (!list.success) {
      return { ...emptyQuizDraft(), problems: [{ message: 'The JSON holds no list of questions.' }] };
    }
    const draft = emptyQuizDraft();
    const find = pictureFinder(draft.pictures);
    list.data.forEach((value, index) => {
      const item = itemSchema.safeParse(value);
      const { prompt, category } = item.success ? item.data : {};
      const name = prompt ?? `number ${String(index + 1)}`;
      const place: Place = category === undefined ? { name } : { name, category };
      const take: TakePictures = (written) =>
        written.flatMap(({ data, alt, name: fileName }) => {
          const found = data === '' ? lostPicture(fileName) : find(data, alt);
          if (typeof found === 'string') noteLoss(draft, place, found);
          return typeof found === 'string' ? [] : [fileName === '' ? found : { ...found, name: fileName }];
        });
      const question = item.success ? withPictures(complete(item.data), take) : value;
      addQuestion(draft, question, place);
    });
    return draft;
  },
};

const list = z.array(z.unknown());
const listSchema = z.union([list, z.object({ questions: list }).transform(({ questions }) => questions)]);

const choiceSchema = z.union([
  z.string().transform((text) => ({ text })),
  z.looseObject({ correct: z.boolean().optional(), weight: z.number().optional() }),
]);

const itemSchema = z
  .looseObject({
    type: z.string().optional(),
    category: z.string().max(300).optional(),
    prompt: z.string().optional(),
    question: z.string().optional(),
    choices: z.array(choiceSchema).optional(),
    /** The short form of the right answer: a choice's text, true or false, a number, or words. */
    answer: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).optional(),
    tolerance: z.number().min(0).optional(),
    pairs: z.array(z.object({ text: z.string(), match: z.string() })).optional(),
  })
  .transform(({ question, ...item }) => ({ ...item, prompt: item.prompt ?? question }));
type Item = z.infer<typeof itemSchema>;

/** Fills in what the short forms leave out; what is whole already stays as it is. */
function complete(item: Item): Record<string, unknown> {
  const { answer, tolerance, pairs, choices, ...rest } = item;
  if (choices !== undefined) return completeChoices(item, choices);
  if (pairs !== undefined) {
    const asked = pairs.filter(({ text }) => text !== '').length;
    return {
      ...rest,
      type: 'matching',
      choices: pairs.map((pair) => ({ ...pair, weight: pair.text === '' ? 0 : 1 / asked })),
    };
  }
  if (typeof answer === 'boolean') return { ...rest, type: 'true-false', choices: trueFalse(answer) };
  const number = typeof answer === 'number' ? answer : undefined;
  if (number !== undefined) {
    const choice = { text: String(number), weight: 1, ...rangeAround(number, tolerance ?? 0) };
    return { ...rest, type: 'numeric', choices: [choice] };
  }
  const words = typeof answer === 'string' ? [answer] : Array.isArray(answer) ? answer : [];
  return { ...rest, type: item.type ?? 'short-answer', choices: words.map((text) => ({ text, weight: 1 })) };
}

type TakePictures = (written: z.infer<typeof writtenPictures>) => Picture[];

/** A picture as JSON holds it: its bytes as `data:`. What the command line shows of one has none. */
const writtenPictures = z
  .array(
    z.object({
      data: z.string().catch(''),
      alt: z.string().catch(''),
      name: z.string().max(200).catch(''),
    }),
  )
  .catch([]);

const pictured = z.looseObject({ pictures: writtenPictures });

function withPictures(question: Record<string, unknown>, take: TakePictures): unknown {
  const { choices } = question;
  const shown = Array.isArray(choices) ? choices.map((choice: unknown) => withOwn(choice, take)) : choices;
  return withOwn({ ...question, choices: shown }, take);
}

function withOwn(thing: unknown, take: TakePictures): unknown {
  const written = pictured.safeParse(thing);
  if (!written.success) return thing;
  const { pictures, ...bare } = written.data;
  const own = take(pictures);
  return own.length === 0 ? bare : { ...bare, pictures: own };
}

type LooseChoice = z.infer<typeof choiceSchema>;

function completeChoices(item: Item, loose: readonly LooseChoice[]): Record<string, unknown> {
  const { answer, ...rest } = item;
  const rightTexts = new Set(typeof answer === 'string' ? [answer] : Array.isArray(answer) ? answer : []);
  const rights = loose.filter((choice) => isRight(choice, rightTexts)).length;
  const type = rest.type ?? (rights > 1 ? 'multiple-choice' : 'single-choice');
  const share = type === 'multiple-choice' ? 1 / Math.max(1, rights) : 1;
  const unweighted = type === 'matching' ? 1 / loose.length : 0;
  const choices = loose.map((choice) => ({
    ...choice,
    weight: 'weight' in choice ? choice.weight : isRight(choice, rightTexts) ? share : unweighted,
    ...(type === 'numeric' ? rangeOf(choice) : {}),
  }));
  return { ...rest, type, choices };
}

/** A choice is right when it says so, or when the question's short answer names it. */
function isRight(choice: LooseChoice, rightTexts: ReadonlySet<string>): boolean {
  if ('correct' in choice && choice.correct === true) return true;
  return 'text' in choice && typeof choice.text === 'string' && rightTexts.has(choice.text);
}

/** A numeric choice may leave out its range: its text is the number. */
function rangeOf(choice: LooseChoice): { min?: number; max?: number } {
  const number = 'text' in choice && typeof choice.text === 'string' ? parseNumber(choice.text) : undefined;
  if (number === undefined || 'min' in choice) return {};
  return { min: number, max: number };
}

function trueFalse(answer: boolean): { text: string; weight: number }[] {
  return [
    { text: 'True', weight: answer ? 1 : 0 },
    { text: 'False', weight: answer ? 0 : 1 },
  ];
}
