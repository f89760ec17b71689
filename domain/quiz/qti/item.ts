import { childOf, childrenOf, type XmlElement } from '../../formats/xml.ts';
import { nameOfPrompt } from '../cloze-gaps.ts';
import { readElement } from '../html.ts';
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
export function addItem(draft: QuizDraft, item: XmlElement, place: Place, weight = 1): void {
  const title = item.attributes['label'] === 'untitled' ? '' : (item.attributes['title'] ?? '').trim();
  const parts = takeApart(item);
  if (place.name === '') place.name = title === '' ? nameOfPrompt(parts.prompt) : title;
  if (place.name === '') place.name = item.attributes['identifier'] ?? 'without a name';
  const found = readInteractions(parts);
  if (typeof found === 'string') {
    warnOfQuestion(draft, place, found);
    return;
  }
  parts.lost.forEach((what) => noteLoss(draft, place, what));
  const mark = (markOf(item) ?? 1) * weight;
  const spoken = speakFeedback(asTrueFalse({ title, mark, ...found }), feedbackOf(parts));
  if (spoken.lost) noteLoss(draft, place, 'its feedback for whole responses');
  addFound(draft, place, spoken.found);
}

function takeApart(item: XmlElement): ItemParts {
  const interactions: XmlElement[] = [];
  const body = childOf(item, 'itemBody');
  const take = (element: XmlElement, flow: TextFlow): boolean => takeElement(element, flow, interactions);
  const { text, lost } = body === undefined ? { text: '', lost: new Set<string>() } : readElement(body, take);
  const all = new Set<string>(lost);
  if (childrenOf(item, 'assessmentStimulusRef').length > 0) all.add('the text that it refers to');
  return {
    item,
    prompt: text,
    interactions,
    declarations: readDeclarations(item),
    branches: readBranches(item),
    modal: readModalFeedback(item),
    lost: all,
  };
}

/** Leaves what learners read to the flow, puts a gap where something is typed or picked, and keeps the rest for later. */
function takeElement(element: XmlElement, flow: TextFlow, interactions: XmlElement[]): boolean {
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
    const read = readElement(prompt);
    read.lost.forEach((what) => flow.lost.add(what));
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
