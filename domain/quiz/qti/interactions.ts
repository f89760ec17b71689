import { attributeOf, childrenOf, findElements, type XmlElement } from '../../formats/xml.ts';
import { parseNumber } from '../../number.ts';
import { joinGaps, type FoundGap } from '../cloze-gaps.ts';
import { readElement, type TakeElement } from '../html.ts';
import type { Picture } from '../../picture.ts';
import type { PictureFinder } from '../found-pictures.ts';
import { choiceOf, type FoundChoice, type FoundQuestion } from '../reader.ts';
import { shareOfScore } from '../weight.ts';
import { greatestScore, scoringOf, type ResponseDeclaration } from './declarations.ts';
import { readAssociate, readMatch, readOrder } from './pairs.ts';
import type { Branch } from './processing.ts';

/** An item taken apart: what is read, what is answered, and what is right. */
export interface ItemParts {
  item: XmlElement;
  prompt: string;
  pictures: readonly Picture[];
  find: PictureFinder;
  interactions: XmlElement[];
  declarations: ReadonlyMap<string, ResponseDeclaration>;
  branches: readonly Branch[];
  modal: ReadonlyMap<string, string>;
  /** What could not be kept; readers add to it. */
  lost: Set<string>;
}

/** What an interaction adds to the title and the mark. */
export type ReadItem = Partial<FoundQuestion> & Pick<FoundQuestion, 'type' | 'choices' | 'prompt'>;

/** Reads an item that asks one thing; a string says why it cannot be used. */
export function readOnlyInteraction(parts: ItemParts, interaction: XmlElement): ReadItem | string {
  switch (interaction.name) {
    case 'choiceInteraction':
      return readChoices(parts, interaction);
    case 'inlineChoiceInteraction':
      return { ...readChoices(parts, interaction), prompt: missingWord(parts.prompt) };
    case 'textEntryInteraction':
      return readTyped(parts, interaction);
    case 'extendedTextInteraction':
      return { type: 'essay', prompt: parts.prompt, choices: [] };
    case 'orderInteraction':
      return readOrder(parts, interaction, declarationOf(parts, interaction));
    case 'matchInteraction':
      return readMatch(parts, interaction, declarationOf(parts, interaction));
    case 'associateInteraction':
      return readAssociate(parts, interaction, declarationOf(parts, interaction));
    case 'gapMatchInteraction':
      return readGapMatch(parts, interaction);
    default:
      return `interactions of the kind "${interaction.name}" cannot be read`;
  }
}

/** Reads an item of several gaps as a cloze text. */
export function readGapInteractions(parts: ItemParts): ReadItem | string {
  // What the whole item scores at most says nothing of one gap.
  const item = {
    ...parts.item,
    children: parts.item.children.filter(({ name }) => name !== 'outcomeDeclaration'),
  };
  const gaps = parts.interactions.map((interaction): FoundGap | string => {
    const only = { ...parts, item, prompt: '' };
    const read =
      interaction.name === 'textEntryInteraction'
        ? readTyped(only, interaction)
        : readChoices(only, interaction);
    if (typeof read === 'string') return read;
    const kind = read.type === 'numeric' || read.type === 'short-answer' ? read.type : 'single-choice';
    const { mapped } = declarationOf(parts, interaction);
    const counts = Math.max(0, ...mapped.map(({ value }) => value)) || 1;
    return { kind, counts, answers: read.choices };
  });
  const reason = gaps.find((gap) => typeof gap === 'string');
  if (reason !== undefined) return reason;
  return { type: 'cloze', prompt: parts.prompt, ...joinGaps(gaps.filter((gap) => typeof gap !== 'string')) };
}

function declarationOf({ declarations }: ItemParts, interaction: XmlElement): ResponseDeclaration {
  const own = declarations.get(attributeOf(interaction, 'responseIdentifier'));
  return own ?? { cardinality: '', baseType: '', correct: [], mapped: [] };
}

function readChoices(parts: ItemParts, interaction: XmlElement): ReadItem {
  const declaration = declarationOf(parts, interaction);
  const isMultiple = declaration.cardinality === 'multiple' && interaction.attributes['maxChoices'] !== '1';
  const scoring = scoringOf({ ...declaration, cardinality: isMultiple ? 'multiple' : 'single' }, parts.item);
  if (scoring.allOrNothing) parts.lost.add('its rule that only the whole right answer earns anything');
  const choices = interaction.children
    .filter(({ name }) => name === 'simpleChoice' || name === 'inlineChoice')
    .map((choice, index): FoundChoice => {
      const identifier = attributeOf(choice, 'identifier');
      const read = readElement(
        choice,
        ({ name }) => name === 'feedbackInline' || name === 'feedbackBlock',
        // What is picked inside a line stands in a list, which shows words alone.
        choice.name === 'simpleChoice' ? parts.find : undefined,
      );
      read.lost.forEach((what) => parts.lost.add(what));
      const shown = choiceOf(read, index);
      return {
        ...shown,
        weight: scoring.weightOf(identifier),
        feedback: feedbackOf(parts, choice, identifier),
      };
    });
  return { type: isMultiple ? 'multiple-choice' : 'single-choice', prompt: parts.prompt, choices };
}

/** What is said of a choice: inside it, or by the feedback that bears its name or that a rule shows for it. */
function feedbackOf({ modal, branches }: ItemParts, choice: XmlElement, identifier: string): string {
  const inside = ['feedbackInline', 'feedbackBlock'].flatMap((name) => findElements(choice, name));
  const shown = inside
    .filter(({ attributes }) => attributes['showHide'] !== 'hide')
    .map((one) => readElement(one).text);
  const branch = branches.find(
    ({ values, feedbackId }) => feedbackId !== undefined && values.includes(identifier),
  );
  return [...shown, modal.get(branch?.feedbackId ?? identifier) ?? '']
    .filter((text) => text !== '')
    .join('\n');
}

function readTyped(parts: ItemParts, interaction: XmlElement): ReadItem | string {
  const declaration = declarationOf(parts, interaction);
  const prompt = missingWord(parts.prompt);
  const isNumber = /^(?:float|integer)$/.test(declaration.baseType);
  return isNumber ? readNumbers(parts, declaration, prompt) : readWords(parts, declaration, prompt);
}

function readWords(parts: ItemParts, declaration: ResponseDeclaration, prompt: string): ReadItem {
  const { correct, mapped } = declaration;
  const caseless = parts.branches.some(({ caseSensitive }) => caseSensitive === false);
  const texts = new Set([...mapped.filter(({ value }) => value > 0).map(({ key }) => key), ...correct]);
  const best = greatestScore(parts.item) ?? Math.max(0, ...mapped.map(({ value }) => value));
  const values = new Map(mapped.map(({ key, value }) => [key, value]));
  const weightOf = (value: number | undefined): number =>
    value === undefined ? 1 : shareOfScore(value, best);
  return {
    type: 'short-answer',
    prompt,
    caseSensitive: mapped.length > 0 ? mapped.some(({ caseSensitive }) => caseSensitive) : !caseless,
    choices: [...texts].map((text) => ({
      // A star stands for itself in QTI.
      text: text.replaceAll('*', '\\*'),
      weight: weightOf(values.get(text)),
      feedback: feedbackOfValue(parts, text),
    })),
  };
}

function feedbackOfValue({ modal, branches }: ItemParts, value: string): string {
  const branch = branches.find(
    ({ values, feedbackId }) => feedbackId !== undefined && values.includes(value),
  );
  return modal.get(branch?.feedbackId ?? '') ?? '';
}

function readNumbers(
  parts: ItemParts,
  { correct, mapped }: ResponseDeclaration,
  prompt: string,
): ReadItem | string {
  const ranged = parts.branches.flatMap(({ numbers, score = 0, feedbackId }) =>
    numbers.map((number) => ({ ...number, score, feedbackId })),
  );
  if (ranged.length > 0) {
    const best = greatestScore(parts.item) ?? Math.max(...ranged.map(({ score }) => score));
    const choices = ranged.map(({ score, feedbackId, ...number }) => ({
      ...number,
      weight: best > 0 ? shareOfScore(score, best) : 1,
      feedback: parts.modal.get(feedbackId ?? '') ?? '',
    }));
    return { type: 'numeric', prompt, choices };
  }
  const best = greatestScore(parts.item) ?? Math.max(0, ...mapped.map(({ value }) => value));
  const values = new Map([
    ...correct.map((text) => [text, 1] as const),
    ...mapped.map(({ key, value }) => [key, shareOfScore(value, best)] as const),
  ]);
  const choices = [...values].map(([text, weight]) => {
    const value = parseNumber(text);
    return value === undefined ? undefined : { text, weight, min: value, max: value };
  });
  const whole = choices.filter((choice) => choice !== undefined);
  if (whole.length < choices.length) return 'a number in its answers cannot be read';
  return { type: 'numeric', prompt, choices: whole };
}

/** Words are dragged into gaps of a text. */
function readGapMatch(parts: ItemParts, interaction: XmlElement): ReadItem | string {
  const { correct, mapped } = declarationOf(parts, interaction);
  const pairs = correct.length > 0 ? correct : mapped.filter(({ value }) => value > 0).map(({ key }) => key);
  const offered = childrenOf(interaction, 'gapText').map((gapText) => ({
    identifier: attributeOf(gapText, 'identifier'),
    text: readElement(gapText).text,
  }));
  if (childrenOf(interaction, 'gapImg').length > 0) return 'pictures are dragged into its gaps';
  const gaps: FoundGap[] = [];
  const takeGap: TakeElement = (element, flow) => {
    if (element.name === 'gapText' || element.name === 'prompt') return true;
    if (element.name !== 'gap') return false;
    const identifier = attributeOf(element, 'identifier');
    const answers = offered.map((one) => ({
      text: one.text,
      weight: pairs.some((pair) => isPair(pair, one.identifier, identifier)) ? 1 : 0,
    }));
    gaps.push({ kind: 'single-choice', counts: 1, answers });
    flow.text(`[[${String(gaps.length)}]]`);
    return true;
  };
  const { text, lost, pictures } = readElement(interaction, takeGap, parts.find);
  lost.forEach((what) => parts.lost.add(what));
  if (gaps.length === 0) return 'it has no gaps that can be read';
  const prompt = `${parts.prompt}\n${text}`.trim();
  return { type: 'cloze', prompt, pictures: [...parts.pictures, ...pictures], ...joinGaps(gaps) };
}

function isPair(pair: string, left: string, right: string): boolean {
  const [one = '', other = ''] = pair.split(/\s+/);
  return one === left && other === right;
}

/** The gap after a question is its answer's place; one inside a sentence is a missing word. */
function missingWord(prompt: string): string {
  const alone = prompt.replace(/(?:^|\n)\s*\[\[1\]\]\s*$/, '').replace(/([?:])\s*\[\[1\]\]\s*$/, '$1');
  return alone.replace(/\[\[\d+\]\]/, '_____').trim();
}
