import { attributeOf, childrenOf, type XmlElement } from '../../formats/xml.ts';
import { nameOfPrompt } from '../cloze-gaps.ts';
import type { Picture } from '../../picture.ts';
import type { PictureFinder } from '../found-pictures.ts';
import { addFound, noteLoss, warnOfQuestion, type Place, type QuizDraft } from '../reader.ts';
import { speakFeedback, type SpokenFeedback } from '../spoken-feedback.ts';
import { asTrueFalse } from '../true-false.ts';
import { readAnswers } from './answers.ts';
import type { Answers } from './item-parts.ts';
import { readMaterial } from './material.ts';
import { readMetadata } from './metadata.ts';
import { readPresentation, type Presentation } from './presentation.ts';
import { readScoring } from './scoring.ts';

/** Adds the question of an item of QTI 1 (IMS QTI 1.2, with the habits of Canvas, Blackboard, D2L and Respondus). */
export function addItem1(draft: QuizDraft, item: XmlElement, place: Place, find: PictureFinder): void {
  const metadata = readMetadata(item);
  const presentation = readPresentation(item, find);
  const title = titleOf(item);
  place.name = title || nameOfPrompt(presentation.prompt) || attributeOf(item, 'ident') || 'without a name';
  const spoken = readFeedback(item);
  const found = readAnswers({
    ...presentation,
    scoring: readScoring(item),
    typeName: typeNames.map((name) => metadata.get(name) ?? '').find((name) => name !== '') ?? '',
    feedback: spoken.ofAnswers,
  });
  if (typeof found === 'string') {
    warnOfQuestion(draft, place, found);
    return;
  }
  presentation.lost.forEach((what) => noteLoss(draft, place, what));
  const mark = markOf(metadata);
  const whole = asTrueFalse({
    title,
    prompt: presentation.prompt,
    pictures: [...presentation.pictures, ...picturesBeside(presentation, found)],
    ...(mark === undefined ? {} : { mark }),
    ...found,
  });
  const { found: told, lost } = speakFeedback(whole, spoken);
  if (lost) noteLoss(draft, place, 'its feedback for whole responses');
  addFound(draft, place, told);
}

/** Those that stand beside a response, as far as its choices do not show them. */
function picturesBeside({ asked }: Presentation, { choices }: Answers): Picture[] {
  const shown = new Set(choices.flatMap(({ pictures = [] }) => pictures).map(({ id }) => id));
  return asked.flatMap(({ labelPictures }) => labelPictures).filter(({ id }) => !shown.has(id));
}

const typeNames = [
  'question_type',
  'cc_profile',
  'bbmd_questiontype',
  'qmd_questiontype',
  'qmd_itemtype',
  'questiontype',
];

/** Canvas calls every question `Question`, others number them. */
function titleOf(item: XmlElement): string {
  const title = attributeOf(item, 'title').trim();
  return /^(?:question(?:\s*\d*)?|\d+)$/i.test(title) ? '' : title;
}

function markOf(metadata: ReadonlyMap<string, string>): number | undefined {
  const told = ['points_possible', 'cc_weighting', 'qmd_weighting', 'qmd_absolutescore_max'].map((name) =>
    Number(metadata.get(name) ?? NaN),
  );
  return told.find((mark) => Number.isFinite(mark) && mark > 0);
}

/** Feedback by its name: Canvas has `general_fb`, `correct_fb`, `general_incorrect_fb`, Blackboard `correct`, `incorrect`. */
function readFeedback(item: XmlElement): SpokenFeedback & { ofAnswers: Map<string, string> } {
  const texts = childrenOf(item, 'itemfeedback')
    .map((one) => [attributeOf(one, 'ident'), readMaterial(one).text] as const)
    .filter(([, text]) => text !== '');
  const said = (pattern: RegExp): string =>
    texts
      .filter(([ident]) => pattern.test(ident))
      .map(([, text]) => text)
      .join('\n');
  return {
    general: said(/^(?:general_fb|general|solution)$/i),
    ifRight: said(/^(?:correct|correct_fb)$/i),
    ifWrong: said(/^(?:incorrect|general_incorrect_fb|incorrect_fb)$/i),
    ofAnswers: new Map(
      texts.filter(
        ([ident]) => !/^(?:general|solution|correct|incorrect|general_incorrect)(?:_fb)?$/i.test(ident),
      ),
    ),
  };
}
