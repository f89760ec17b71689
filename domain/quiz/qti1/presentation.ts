import { attributeOf, childrenOf, findElements, type XmlElement } from '../../formats/xml.ts';
import type { Picture } from '../../picture.ts';
import type { PictureFinder } from '../found-pictures.ts';
import { choiceOf, type FoundChoice } from '../reader.ts';
import { TextFlow } from '../text-flow.ts';
import { feedMaterial, readMaterial } from './material.ts';

/** One thing that an item asks for. */
export interface Asked {
  ident: string;
  kind: 'choice' | 'typed' | 'place';
  /** `single`, `multiple` or `ordered`; empty where the file does not say. */
  cardinality: string;
  /** What stands beside it: the left side of a pair, or the name of a blank. */
  label: string;
  labelPictures: readonly Picture[];
  /** What is offered. */
  offered: ({ ident: string } & Pick<FoundChoice, 'text' | 'pictures'>)[];
  /** `Integer` and `Decimal` are numbers. */
  fibType: string;
  /** Whether a blank is filled by picking one of what is offered, as Canvas' newer quizzes say. */
  isPicked: boolean;
}

/** What an item shows and asks. */
export interface Presentation {
  /** `[[1]]` stands where the first thing is typed. */
  prompt: string;
  pictures: readonly Picture[];
  asked: Asked[];
  lost: Set<string>;
}

/** Reads the presentation of an item: Canvas', Blackboard's, D2L's and the specification's own. */
export function readPresentation(item: XmlElement, find: PictureFinder): Presentation {
  const flow = new TextFlow(find);
  const asked: Asked[] = [];
  const rights: string[] = [];
  const lost = new Set<string>();
  const reading = { lost, find };
  const named = new Set(findElements(item, 'varequal').map(({ attributes }) => attributes['respident']));
  const take = (element: XmlElement): boolean => {
    if (element.attributes['class'] === 'RIGHT_MATCH_BLOCK') {
      rights.push(...rightsOf(element));
      return true;
    }
    if (!/^response_(?:lid|str|num|grp|xy)$/.test(element.name)) return false;
    const one = knownAs(readAsked(element, reading), named);
    asked.push(one);
    if (one.kind === 'typed') flow.text(`${one.label}[[${String(asked.length)}]]`);
    return true;
  };
  // Blackboard's matching: each left side stands in a flow of its own, beside its response.
  const takeBlock = (element: XmlElement): boolean => take(element) || takeLeftSide(element, asked, reading);
  childrenOf(item, 'presentation').forEach((presentation) => feedMaterial(flow, presentation, takeBlock));
  flow.lost.forEach((what) => lost.add(what));
  return {
    prompt: flow.finish(),
    pictures: flow.pictures,
    asked: withRights(asked.map(withLabel), rights),
    lost,
  };
}

/** D2L's rules name what is typed by its label. */
function knownAs(one: Asked, named: ReadonlySet<string | undefined>): Asked {
  const [label] = one.offered;
  if (one.kind !== 'typed' || label === undefined || named.has(one.ident) || !named.has(label.ident))
    return one;
  return { ...one, ident: label.ident };
}

/** Where the pictures are, and what is lost. */
interface Reading {
  lost: Set<string>;
  find: PictureFinder;
}

function readAsked(element: XmlElement, { lost, find }: Reading): Asked {
  const renders = element.children.filter(({ name }) => name.startsWith('render_'));
  const isTyped = renders.some(({ name }) => name === 'render_fib') || /_(?:str|num)$/.test(element.name);
  const isPlace = element.name === 'response_xy' || renders.some(({ name }) => name === 'render_hotspot');
  const fib = renders.find(({ name }) => name === 'render_fib');
  const material = element.children.filter(({ name }) => name === 'material' || name === 'flow_mat');
  const labels = material.map((one) => readMaterial(one, find));
  labels.forEach((read) => read.lost.forEach((what) => lost.add(what)));
  return {
    ident: attributeOf(element, 'ident') || attributeOf(element, 'respident'),
    kind: isPlace
      ? 'place'
      : isTyped && findElements(element, 'render_choice').length === 0
        ? 'typed'
        : 'choice',
    cardinality: attributeOf(element, 'rcardinality').toLowerCase(),
    label: labels.map(({ text }) => text).join(' '),
    labelPictures: labels.flatMap(({ pictures }) => pictures),
    offered: findElements(element, 'response_label').map((one, index) => {
      const read = readMaterial(one, find);
      read.lost.forEach((what) => lost.add(what));
      const text = read.text.replace(/^true_false\./, '');
      return { ident: attributeOf(one, 'ident'), ...choiceOf({ ...read, text }, index) };
    }),
    fibType: element.name === 'response_num' ? 'Decimal' : attributeOf(fib, 'fibtype'),
    isPicked: findElements(element, 'response_label').some((one) =>
      /^(?:dropdown|wordbank)$/i.test(attributeOf(one, 'answer_type')),
    ),
  };
}

/** A flow of Blackboard's that holds words and one choice of the words on the right. */
function takeLeftSide(element: XmlElement, asked: Asked[], reading: Reading): boolean {
  if (element.name !== 'flow' || element.attributes['class'] !== 'Block') return false;
  const responses = element.children.filter(({ name }) => name === 'response_lid');
  const [response] = responses;
  if (response === undefined || responses.length > 1 || element.children.length < 2) return false;
  const one = readAsked(response, reading);
  if (one.offered.some(({ text }) => text !== '')) return false;
  const labels = element.children
    .filter((child) => child !== response)
    .map((child) => readMaterial(child, reading.find));
  labels.forEach((read) => read.lost.forEach((what) => reading.lost.add(what)));
  const label = labels.map(({ text }) => text).join(' ');
  asked.push({ ...one, label, labelPictures: labels.flatMap(({ pictures }) => pictures) });
  return true;
}

function rightsOf(element: XmlElement): string[] {
  return element.children.filter(({ name }) => name === 'flow').map((child) => readMaterial(child).text);
}

/** A left side that is only a picture is called by its place. */
function withLabel(one: Asked, index: number): Asked {
  if (one.kind !== 'choice' || one.label.trim() !== '') return one;
  return { ...one, label: choiceOf({ text: '', pictures: one.labelPictures }, index).text };
}

/** What Blackboard offers on the right has its words elsewhere, in the same order. */
function withRights(asked: Asked[], rights: readonly string[]): Asked[] {
  if (rights.length === 0) return asked;
  return asked.map((one) => ({
    ...one,
    offered: one.offered.map((offer, index) => ({ ...offer, text: offer.text || (rights[index] ?? '') })),
  }));
}
