import { z } from 'zod';
import { joinGaps, type FoundGap } from '../cloze-gaps.ts';
import type { Picture } from '../../picture.ts';
import type { PictureFinder } from '../found-pictures.ts';
import { readHtml, type FlowedText } from '../html.ts';
import { choiceOf, type FoundChoice, type FoundQuestion } from '../reader.ts';

/** A question with what could not be kept of it. */
export type FoundH5p = FoundQuestion & { lost: Set<string> };

/** A reader for each kind of H5P content that asks something; undefined where the content is not of that form. */
export const questionReaders: Readonly<
  Record<string, ((params: unknown, find: PictureFinder) => FoundH5p[] | undefined) | undefined>
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
const image = z.object({ file: z.object({ path: z.string() }), alt: html });

/** Turns HTML into text and remembers what that loses. */
class Texts {
  readonly lost = new Set<string>();
  private readonly find: PictureFinder;

  constructor(find: PictureFinder) {
    this.find = find;
  }

  read(source: string): string {
    return this.note(readHtml(source)).text;
  }

  /** With its pictures. */
  readShown(source: string): FlowedText {
    return this.note(readHtml(source, this.find));
  }

  /** The pictures of what is asked: the one beside it first, then those of its texts. */
  picturesOf(beside: z.infer<typeof media>, ...texts: readonly FlowedText[]): Picture[] {
    return [...this.readMedia(beside), ...texts.flatMap(({ pictures }) => pictures)];
  }

  /** A picture beside the question; a video there is lost. */
  private readMedia(value: z.infer<typeof media>): Picture[] {
    const params = value?.type?.params;
    if (params === undefined) return [];
    const { data } = image.safeParse(params);
    if (data === undefined) {
      this.lost.add('a picture or a video beside it');
      return [];
    }
    const found = this.find(data.file.path, data.alt);
    if (typeof found !== 'string') return [found];
    this.lost.add(`${found} beside it`);
    return [];
  }

  private note(read: FlowedText): FlowedText {
    read.lost.forEach((what) => this.lost.add(what));
    return read;
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

function readMultiChoice(params: unknown, find: PictureFinder): FoundH5p[] | undefined {
  const parsed = multiChoice.safeParse(params);
  if (!parsed.success) return undefined;
  const { question, answers, behaviour, media: beside } = parsed.data;
  const texts = new Texts(find);
  const rights = answers.filter(({ correct }) => correct).length;
  const isSingle =
    behaviour.type === 'single' ||
    behaviour.singleAnswer === true ||
    (behaviour.type !== 'multi' && rights < 2);
  if (!isSingle && behaviour.singlePoint === true)
    texts.lost.add('its rule that only the whole right answer earns anything');
  const choices = answers.map(({ text, correct, tipsAndFeedback }, index): FoundChoice => {
    const { tip = '', chosenFeedback = '', notChosenFeedback = '' } = tipsAndFeedback;
    if (texts.read(tip) !== '') texts.lost.add('its tips');
    if (texts.read(notChosenFeedback) !== '') texts.lost.add('its feedback for choices not taken');
    const weight = correct ? (isSingle ? 1 : 1 / rights) : 0;
    return { ...choiceOf(texts.readShown(text), index), weight, feedback: texts.read(chosenFeedback) };
  });
  const type = isSingle ? 'single-choice' : 'multiple-choice';
  const asked = texts.readShown(question);
  const pictures = texts.picturesOf(beside, asked);
  return [{ type, prompt: asked.text, pictures, choices, lost: texts.lost }];
}

const trueFalse = z.object({
  question: html,
  media,
  correct: z.union([z.boolean(), z.string()]).transform((value) => String(value) === 'true'),
  behaviour: z.object({ feedbackOnCorrect: html, feedbackOnWrong: html }).partial().catch({}),
});

function readTrueFalse(params: unknown, find: PictureFinder): FoundH5p[] | undefined {
  const parsed = trueFalse.safeParse(params);
  if (!parsed.success) return undefined;
  const { question, correct, behaviour, media: beside } = parsed.data;
  const texts = new Texts(find);
  const choice = (text: string, isRight: boolean): FoundChoice => ({
    text,
    weight: isRight ? 1 : 0,
    feedback: texts.read((isRight ? behaviour.feedbackOnCorrect : behaviour.feedbackOnWrong) ?? ''),
  });
  const choices = [choice('True', correct), choice('False', !correct)];
  const asked = texts.readShown(question);
  const pictures = texts.picturesOf(beside, asked);
  return [{ type: 'true-false', prompt: asked.text, pictures, choices, lost: texts.lost }];
}

const blanks = z.object({
  text: html,
  media,
  questions: z.array(html),
  behaviour: z.object({ caseSensitive: flag }).partial().catch({}),
});

/** `The capital is *Oslo/Christiania:a tip*`: each text is a question of its own, as each is marked by itself. */
function readBlanks(params: unknown, find: PictureFinder): FoundH5p[] | undefined {
  const parsed = blanks.safeParse(params);
  if (!parsed.success) return undefined;
  const { text, questions, behaviour, media: beside } = parsed.data;
  return questions.map((source): FoundH5p => {
    const texts = new Texts(find);
    const { asked, words } = takeGaps(source, texts);
    const gaps = words.map((word): FoundGap => ({
      kind: 'short-answer',
      counts: 1,
      answers: word.split('/').map((one) => ({ text: texts.read(one).replaceAll('*', '\\*'), weight: 1 })),
    }));
    const lead = texts.readShown(text);
    const whole = joinTexts(lead.text, asked.text);
    const pictures = texts.picturesOf(beside, lead, asked);
    const [only, ...others] = gaps;
    if (only === undefined || others.length > 0) {
      return { type: 'cloze', prompt: whole, pictures, ...joinGaps(gaps), lost: texts.lost };
    }
    return {
      type: 'short-answer',
      prompt: whole.replace('[[1]]', '_____'),
      pictures,
      caseSensitive: behaviour.caseSensitive ?? true,
      choices: only.answers,
      lost: texts.lost,
    };
  });
}

const dragText = z.object({ taskDescription: html, textField: html, distractors: html, media });

function readDragText(params: unknown, find: PictureFinder): FoundH5p[] | undefined {
  const parsed = dragText.safeParse(params);
  if (!parsed.success) return undefined;
  const texts = new Texts(find);
  const { asked, words } = takeGaps(parsed.data.textField.replaceAll('\n', '<br>'), texts);
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
  const lead = texts.readShown(parsed.data.taskDescription);
  const whole = joinTexts(lead.text, asked.text);
  const pictures = texts.picturesOf(parsed.data.media, lead, asked);
  return [{ type: 'cloze', prompt: whole, pictures, ...joinGaps(gaps), lost: texts.lost }];
}

function joinTexts(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n');
}

/** Takes what stands between stars out of a text; what follows `:` or `\+` there are tips and feedback. */
function takeGaps(source: string, texts: Texts): { asked: FlowedText; words: string[] } {
  const words: string[] = [];
  const marked = source.replace(/\*((?:[^*<>]|<[^<>]{0,500}>){1,500})\*/g, (_, inside: string) => {
    const [word = ''] = inside.split(/:|\\[+-]/);
    if (word.length < inside.length) texts.lost.add('its tips');
    words.push(word.trim());
    return `[[${String(words.length)}]]`;
  });
  return { asked: texts.readShown(marked), words };
}

const singleChoiceSet = z.object({ choices: z.array(z.object({ question: html, answers: z.array(html) })) });

function readSingleChoiceSet(params: unknown, find: PictureFinder): FoundH5p[] | undefined {
  const parsed = singleChoiceSet.safeParse(params);
  return parsed.success
    ? parsed.data.choices.map(({ question, answers }) => firstIsRight(question, answers, find))
    : undefined;
}

const summary = z.object({
  intro: html,
  summaries: z.array(z.object({ summary: z.array(html).catch([]), tip: html })),
});

function readSummary(params: unknown, find: PictureFinder): FoundH5p[] | undefined {
  const parsed = summary.safeParse(params);
  if (!parsed.success) return undefined;
  const { intro, summaries } = parsed.data;
  return summaries.map(({ summary: statements, tip }) => {
    const found = firstIsRight(intro === '' ? 'Choose the correct statement.' : intro, statements, find);
    if (readHtml(tip).text !== '') found.lost.add('its tips');
    return found;
  });
}

/** H5P tells the right one by its place: it is the first, until it is shown. */
function firstIsRight(question: string, answers: readonly string[], find: PictureFinder): FoundH5p {
  const texts = new Texts(find);
  const choices = answers.map((answer, index) => ({
    ...choiceOf(texts.readShown(answer), index),
    weight: index === 0 ? 1 : 0,
  }));
  const { text: prompt, pictures } = texts.readShown(question);
  return { type: 'single-choice', prompt, pictures, choices, lost: texts.lost };
}

const essay = z.object({ taskDescription: html, keywords: z.array(z.unknown()).catch([]) });

function readEssay(params: unknown, find: PictureFinder): FoundH5p[] | undefined {
  const parsed = essay.safeParse(params);
  if (!parsed.success) return undefined;
  const texts = new Texts(find);
  const { text: prompt, pictures } = texts.readShown(parsed.data.taskDescription);
  if (parsed.data.keywords.length > 0) texts.lost.add('its keywords');
  return [{ type: 'essay', prompt, pictures, choices: [], lost: texts.lost }];
}

const sortParagraphs = z.object({ taskDescription: html, paragraphs: z.array(html) });

function readSortParagraphs(params: unknown, find: PictureFinder): FoundH5p[] | undefined {
  const parsed = sortParagraphs.safeParse(params);
  if (!parsed.success) return undefined;
  const { taskDescription, paragraphs } = parsed.data;
  const texts = new Texts(find);
  const choices = paragraphs.map((paragraph, index) => ({
    ...choiceOf(texts.readShown(paragraph), index),
    weight: 1 / paragraphs.length,
  }));
  const { text: prompt, pictures } = texts.readShown(taskDescription);
  return [{ type: 'ordering', prompt, pictures, choices, lost: texts.lost }];
}
