import { z } from 'zod';
import { joinGaps, type FoundGap } from '../cloze-gaps.ts';
import { readHtml } from '../html.ts';
import type { FoundChoice, FoundQuestion } from '../reader.ts';

/** A question with what could not be kept of it. */
export type FoundH5p = FoundQuestion & { lost: Set<string> };

/** A reader for each kind of H5P content that asks something; undefined where the content is not of that form. */
export const questionReaders: Readonly<
  Record<string, ((params: unknown) => FoundH5p[] | undefined) | undefined>
> = {
  'H5P.MultiChoice': readMultiChoice,
  'H5P.TrueFalse': readTrueFalse,
  'H5P.Blanks': readBlanks,
  'H5P.DragText': readDragText,
  'H5P.SingleChoiceSet': readSingleChoiceSet,
  'H5P.Summary': readSummary,
  'H5P.Essay': readEssay,
  'H5P.SortParagraphs': readSortParagraphs,
};

const html = z.string().catch('');
const flag = z.boolean().catch(false);
const media = z
  .looseObject({ type: z.looseObject({ params: z.unknown() }).optional().catch(undefined) })
  .optional()
  .catch(undefined);

/** Turns HTML into text and remembers what that loses. */
class Texts {
  readonly lost = new Set<string>();

  read(source: string): string {
    const { text, lost } = readHtml(source);
    lost.forEach((what) => this.lost.add(what));
    return text;
  }

  /** A picture or a video beside the question. */
  noteMedia(value: z.infer<typeof media>): void {
    if (value?.type?.params !== undefined) this.lost.add('a picture or a video beside it');
  }
}

const multiChoice = z.object({
  question: html,
  media,
  answers: z.array(
    z.object({
      text: html,
      correct: flag,
      tipsAndFeedback: z
        .object({ tip: html, chosenFeedback: html, notChosenFeedback: html })
        .partial()
        .catch({}),
    }),
  ),
  behaviour: z.object({ type: html, singleAnswer: flag, singlePoint: flag }).partial().catch({}),
});

function readMultiChoice(params: unknown): FoundH5p[] | undefined {
  const parsed = multiChoice.safeParse(params);
  if (!parsed.success) return undefined;
  const { question, answers, behaviour, media: beside } = parsed.data;
  const texts = new Texts();
  texts.noteMedia(beside);
  const rights = answers.filter(({ correct }) => correct).length;
  const isSingle =
    behaviour.type === 'single' ||
    behaviour.singleAnswer === true ||
    (behaviour.type !== 'multi' && rights < 2);
  if (!isSingle && behaviour.singlePoint === true)
    texts.lost.add('its rule that only the whole right answer earns anything');
  const choices = answers.map(({ text, correct, tipsAndFeedback }): FoundChoice => {
    const { tip = '', chosenFeedback = '', notChosenFeedback = '' } = tipsAndFeedback;
    if (texts.read(tip) !== '') texts.lost.add('its tips');
    if (texts.read(notChosenFeedback) !== '') texts.lost.add('its feedback for choices not taken');
    const weight = correct ? (isSingle ? 1 : 1 / rights) : 0;
    return { text: texts.read(text), weight, feedback: texts.read(chosenFeedback) };
  });
  const type = isSingle ? 'single-choice' : 'multiple-choice';
  return [{ type, prompt: texts.read(question), choices, lost: texts.lost }];
}

const trueFalse = z.object({
  question: html,
  media,
  correct: z.union([z.boolean(), z.string()]).transform((value) => String(value) === 'true'),
  behaviour: z.object({ feedbackOnCorrect: html, feedbackOnWrong: html }).partial().catch({}),
});

function readTrueFalse(params: unknown): FoundH5p[] | undefined {
  const parsed = trueFalse.safeParse(params);
  if (!parsed.success) return undefined;
  const { question, correct, behaviour, media: beside } = parsed.data;
  const texts = new Texts();
  texts.noteMedia(beside);
  const choice = (text: string, isRight: boolean): FoundChoice => ({
    text,
    weight: isRight ? 1 : 0,
    feedback: texts.read((isRight ? behaviour.feedbackOnCorrect : behaviour.feedbackOnWrong) ?? ''),
  });
  const choices = [choice('True', correct), choice('False', !correct)];
  return [{ type: 'true-false', prompt: texts.read(question), choices, lost: texts.lost }];
}

const blanks = z.object({
  text: html,
  media,
  questions: z.array(html),
  behaviour: z.object({ caseSensitive: flag }).partial().catch({}),
});

/** `The capital is *Oslo/Christiania:a tip*`: each text is a question of its own, as each is marked by itself. */
function readBlanks(params: unknown): FoundH5p[] | undefined {
  const parsed = blanks.safeParse(params);
  if (!parsed.success) return undefined;
  const { text, questions, behaviour, media: beside } = parsed.data;
  return questions.map((source): FoundH5p => {
    const texts = new Texts();
    texts.noteMedia(beside);
    const { prompt, words } = takeGaps(source, texts);
    const gaps = words.map((word): FoundGap => ({
      kind: 'short-answer',
      counts: 1,
      answers: word.split('/').map((one) => ({ text: texts.read(one).replaceAll('*', '\\*'), weight: 1 })),
    }));
    const whole = [texts.read(text), prompt].filter((one) => one !== '').join('\n');
    const [only, ...others] = gaps;
    if (only === undefined || others.length > 0) {
      return { type: 'cloze', prompt: whole, ...joinGaps(gaps), lost: texts.lost };
    }
    return {
      type: 'short-answer',
      prompt: whole.replace('[[1]]', '_____'),
      caseSensitive: behaviour.caseSensitive ?? true,
      choices: only.answers,
      lost: texts.lost,
    };
  });
}

const dragText = z.object({ taskDescription: html, textField: html, distractors: html, media });

function readDragText(params: unknown): FoundH5p[] | undefined {
  const parsed = dragText.safeParse(params);
  if (!parsed.success) return undefined;
  const texts = new Texts();
  texts.noteMedia(parsed.data.media);
  const { prompt, words } = takeGaps(parsed.data.textField.replaceAll('\n', '<br>'), texts);
  const others = takeGaps(parsed.data.distractors, texts).words;
  const offered = [...new Set([...words, ...others].map((word) => texts.read(word)))];
  const gaps = words.map((word): FoundGap => {
    const right = texts.read(word);
    return {
      kind: 'single-choice',
      counts: 1,
      answers: offered.map((text) => ({ text, weight: text === right ? 1 : 0 })),
    };
  });
  const whole = [texts.read(parsed.data.taskDescription), prompt].filter((one) => one !== '').join('\n');
  return [{ type: 'cloze', prompt: whole, ...joinGaps(gaps), lost: texts.lost }];
}

/** Takes what stands between stars out of a text; what follows `:` or `\+` there are tips and feedback. */
function takeGaps(source: string, texts: Texts): { prompt: string; words: string[] } {
  const words: string[] = [];
  const marked = source.replace(/\*((?:[^*<>]|<[^<>]{0,500}>){1,500})\*/g, (_, inside: string) => {
    const [word = ''] = inside.split(/:|\\[+-]/);
    if (word.length < inside.length) texts.lost.add('its tips');
    words.push(word.trim());
    return `[[${String(words.length)}]]`;
  });
  return { prompt: texts.read(marked), words };
}

const singleChoiceSet = z.object({ choices: z.array(z.object({ question: html, answers: z.array(html) })) });

function readSingleChoiceSet(params: unknown): FoundH5p[] | undefined {
  const parsed = singleChoiceSet.safeParse(params);
  return parsed.success
    ? parsed.data.choices.map(({ question, answers }) => firstIsRight(question, answers))
    : undefined;
}

const summary = z.object({
  intro: html,
  summaries: z.array(z.object({ summary: z.array(html).catch([]), tip: html })),
});

function readSummary(params: unknown): FoundH5p[] | undefined {
  const parsed = summary.safeParse(params);
  if (!parsed.success) return undefined;
  const { intro, summaries } = parsed.data;
  return summaries.map(({ summary: statements, tip }) => {
    const found = firstIsRight(intro === '' ? 'Choose the correct statement.' : intro, statements);
    if (readHtml(tip).text !== '') found.lost.add('its tips');
    return found;
  });
}

/** H5P tells the right one by its place: it is the first, until it is shown. */
function firstIsRight(question: string, answers: readonly string[]): FoundH5p {
  const texts = new Texts();
  const choices = answers.map((answer, index) => ({ text: texts.read(answer), weight: index === 0 ? 1 : 0 }));
  return { type: 'single-choice', prompt: texts.read(question), choices, lost: texts.lost };
}

const essay = z.object({ taskDescription: html, keywords: z.array(z.unknown()).catch([]) });

function readEssay(params: unknown): FoundH5p[] | undefined {
  const parsed = essay.safeParse(params);
  if (!parsed.success) return undefined;
  const texts = new Texts();
  const prompt = texts.read(parsed.data.taskDescription);
  if (parsed.data.keywords.length > 0) texts.lost.add('its keywords');
  return [{ type: 'essay', prompt, choices: [], lost: texts.lost }];
}

const sortParagraphs = z.object({ taskDescription: html, paragraphs: z.array(html) });

function readSortParagraphs(params: unknown): FoundH5p[] | undefined {
  const parsed = sortParagraphs.safeParse(params);
  if (!parsed.success) return undefined;
  const { taskDescription, paragraphs } = parsed.data;
  const texts = new Texts();
  const choices = paragraphs.map((paragraph) => ({
    text: texts.read(paragraph),
    weight: 1 / paragraphs.length,
  }));
  return [{ type: 'ordering', prompt: texts.read(taskDescription), choices, lost: texts.lost }];
}
