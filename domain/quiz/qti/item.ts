import { quote } from '../../formats/text.ts';
import { attributeOf, childOf, childrenOf, type XmlElement } from '../../formats/xml.ts';
import { nameOfPrompt } from '../cloze-gaps.ts';
import type { PictureFinder } from '../found-pictures.ts';
import { plainText, readElement } from '../html.ts';
import {
  addFound,
  noteLoss,
  warnOfQuestion,
  type FoundQuestion,
  type Place,
  type QuizDraft,
} from '../reader.ts';
import { speakFeedback } from '../spoken-feedback.ts';
import type { TextFlow } from '../text-flow.ts';
import { asTrueFalse } from '../true-false.ts';
import { markOf, readDeclarations } from './declarations.ts';
import { readGapInteractions, readOnlyInteraction, type ItemParts } from './interactions.ts';
import { readBranches, readModalFeedback } from './processing.ts';

/** Adds the question of an item of QTI 2 (an item of QTI 3 has its names by `withQti2Names`). */
export function addItem(
  draft: QuizDraft,
  item: XmlElement,
  place: Place,
  { find, weight = 1 }: { find: PictureFinder; weight?: number },
): void {
  const title = item.attributes['label'] === 'untitled' ? '' : attributeOf(item, 'title').trim();
  const parts = takeApart(item, find);
  place.name = title || nameOfPrompt(parts.prompt) || attributeOf(item, 'identifier') || 'without a name';
  const mark = (markOf(item) ?? 1) * weight;
  const asked = askedTogether(parts);
  if (asked.length < 2 || item.attributes['adaptive'] === 'true') {
    addPart(draft, { parts, title, mark }, place);
    return;
  }
  draft.warnings.push({
    ...(place.line === undefined ? {} : { line: place.line }),
    message: `The question ${quote(place.name)} asks ${String(asked.length)} things at once; each became a question of its own.`,
  });
  asked.forEach((only, index) => {
    const ending = ` (${String(index + 1)} of ${String(asked.length)})`;
    const named = { title: title === '' ? '' : `${title}${ending}`, mark: mark / asked.length };
    addPart(
      draft,
      { parts: takeApart(item, find, only), ...named },
      { ...place, name: `${place.name}${ending}` },
    );
  });
}

/** The interactions that make one question each; all that stand inside a line make one together. */
function askedTogether({ interactions }: ItemParts): XmlElement[][] {
  const inline = interactions.filter(({ name }) => inlineInteractions.has(name));
  const alone = interactions.filter(({ name }) => !inlineInteractions.has(name) && !controls.has(name));
  const groups = alone.map((one) => [one]);
  return inline.length === 0 ? groups : [...groups, inline];
}

function addPart(
  draft: QuizDraft,
  { parts, title, mark }: { parts: ItemParts; title: string; mark: number },
  place: Place,
): void {
  const found = readInteractions(parts);
  if (typeof found === 'string') {
    warnOfQuestion(draft, place, found);
    return;
  }
  parts.lost.forEach((what) => noteLoss(draft, place, what));
  const spoken = speakFeedback(asTrueFalse({ title, mark, ...found }), feedbackOf(parts));
  if (spoken.lost) noteLoss(draft, place, 'its feedback for whole responses');
  addFound(draft, place, { ...spoken.found, pictures: spoken.found.pictures ?? parts.pictures });
}

/** Takes an item apart, with all that it asks or with only some of it. */
function takeApart(item: XmlElement, find: PictureFinder, only?: readonly XmlElement[]): ItemParts {
  const interactions: XmlElement[] = [];
  const reading = { interactions, find };
  const body = childOf(item, 'itemBody');
  const take = (element: XmlElement, flow: TextFlow): boolean => {
    if (only === undefined || only.includes(element)) return takeElement(element, flow, reading);
    if (!element.name.endsWith('Interaction'))
      return isAboutOthers(element, only) || takeElement(element, flow, reading);
    if (inlineInteractions.has(element.name)) flow.text('_____');
    return true;
  };
  const { text, lost, pictures } = body === undefined ? plainText('') : readElement(body, take, find);
  const all = new Set<string>(lost);
  if (childrenOf(item, 'assessmentStimulusRef').length > 0) all.add('the text that it refers to');
  return {
    item,
    prompt: text,
    pictures,
    find,
    interactions,
    declarations: readDeclarations(item),
    branches: readBranches(item),
    modal: readModalFeedback(item),
    lost: all,
  };
}

/** Whether a part of the text asks something, but nothing of what is wanted. */
function isAboutOthers(element: XmlElement, only: readonly XmlElement[]): boolean {
  const asked = interactionsIn(element);
  return asked.length > 0 && !asked.some((one) => only.includes(one));
}

function interactionsIn({ children }: XmlElement): XmlElement[] {
  return children.flatMap((child) => (child.name.endsWith('Interaction') ? [child] : interactionsIn(child)));
}

/** Leaves what learners read to the flow, puts a gap where something is typed or picked, and keeps the rest for later. */
function takeElement(
  element: XmlElement,
  flow: TextFlow,
  { interactions, find }: { interactions: XmlElement[]; find: PictureFinder },
): boolean {
  if (unseen.has(element.name)) return true;
  if (!element.name.endsWith('Interaction')) return false;
  interactions.push(element);
  if (inlineInteractions.has(element.name)) {
    flow.text(`[[${String(interactions.length)}]]`);
    return true;
  }
  const prompt = childOf(element, 'prompt');
  if (prompt !== undefined) {
    flow.open('p');
    const read = readElement(prompt, undefined, find);
    read.lost.forEach((what) => flow.lost.add(what));
    flow.pictures.push(...read.pictures);
    read.text.split('\n').forEach((line, index) => {
      if (index > 0) flow.open('br');
      flow.text(line);
    });
    flow.close('p');
  }
  return true;
}

const unseen = new Set([
  'rubricBlock',
  'feedbackInline',
  'feedbackBlock',
  'templateBlock',
  'templateInline',
  'stylesheet',
  'modalFeedback',
]);
const inlineInteractions = new Set(['textEntryInteraction', 'inlineChoiceInteraction']);
/** What learners press or play, not what they answer. */
const controls = new Set(['endAttemptInteraction', 'mediaInteraction']);

function readInteractions(
  parts: ItemParts,
): (Partial<FoundQuestion> & Pick<FoundQuestion, 'type' | 'choices' | 'prompt'>) | string {
  const [first, ...others] = parts.interactions;
  if (first === undefined) return 'it has nothing to answer';
  if (others.length === 0) return readOnlyInteraction(parts, first);
  if (parts.interactions.every(({ name }) => inlineInteractions.has(name))) return readGapInteractions(parts);
  return 'it asks several things at once';
}

/** What the item says of any response, of right and of wrong ones, told by the names that people give. */
function feedbackOf({ modal, branches, interactions }: ItemParts): {
  general?: string;
  ifRight?: string;
  ifWrong?: string;
} {
  const ofAnswers = new Set(
    branches.filter(({ values }) => values.length > 0).map(({ feedbackId }) => feedbackId),
  );
  const texts = [...modal].filter(([id]) => !ofAnswers.has(id) && !namesChoice(interactions, id));
  const wrong = texts.filter(([id]) => /incorrect|wrong|falsch|not_?correct/i.test(id));
  const right = texts.filter(
    ([id]) => /correct|right|richtig/i.test(id) && !wrong.some(([other]) => other === id),
  );
  const general = texts.filter((one) => !wrong.includes(one) && !right.includes(one));
  const join = (all: [string, string][]): string => all.map(([, text]) => text).join('\n');
  return { general: join(general), ifRight: join(right), ifWrong: join(wrong) };
}

function namesChoice(interactions: readonly XmlElement[], id: string): boolean {
  return interactions.some(({ children }) =>
    children.some(({ attributes }) => attributes['identifier'] === id),
  );
}
