import { quote } from '../../formats/text.ts';
import { attributeOf, childrenOf, type XmlElement } from '../../formats/xml.ts';
import type { PictureFinder } from '../found-pictures.ts';
import { maxQuestions, noteLoss, type QuizDraft } from '../reader.ts';
import { hrefOf } from './href.ts';
import { addItemOf, type QtiDocument } from './reader.ts';

/** A file of a package that is QTI: as it stands, and as it was read. */
export interface PackedDocument {
  text: string;
  document: QtiDocument;
}

/** Where the walk stands: what it gives, what it may read, and which files it has read. */
interface TestState {
  draft: QuizDraft;
  documents: ReadonlyMap<string, PackedDocument>;
  taken: Set<string>;
  /** The pictures that a file of the package refers to. */
  findIn: (name: string) => PictureFinder;
  severalTests: boolean;
}

/** Takes the items of a test, which is the file `name`, in its order; its sections are their categories. */
export function takeTest(test: XmlElement, name: string, state: TestState): void {
  state.taken.add(name);
  const title = attributeOf(test, 'title').trim();
  takeSection(test, name, state.severalTests && title !== '' ? title : undefined, state);
}

function takeSection(
  element: XmlElement,
  from: string,
  category: string | undefined,
  state: TestState,
): void {
  for (const child of element.children) {
    if (state.draft.questions.length > maxQuestions) return;
    if (child.name === 'testPart') takeSection(child, from, category, state);
    else if (child.name === 'assessmentSection')
      takeSection(child, from, categoryOf(child) ?? category, state);
    else if (child.name === 'assessmentSectionRef') takeSectionFile(child, from, category, state);
    else if (child.name === 'assessmentItemRef') takeItem(child, from, category, state);
    else if (child.name === 'selection')
      noteLoss(state.draft, { name: category ?? 'a section' }, 'its choice of some items at random');
  }
}

function takeSectionFile(
  ref: XmlElement,
  from: string,
  category: string | undefined,
  state: TestState,
): void {
  const [file = ''] = hrefOf(ref, from);
  const found = state.documents.get(file);
  if (found?.document.kind !== 'section') {
    state.draft.warnings.push({ message: `The section ${quote(file)} of the test is not in the package.` });
    return;
  }
  if (state.taken.has(file)) return;
  state.taken.add(file);
  takeSection(found.document.root, file, categoryOf(found.document.root) ?? category, state);
}

function takeItem(ref: XmlElement, from: string, category: string | undefined, state: TestState): void {
  const [file = ''] = hrefOf(ref, from);
  const found = state.documents.get(file);
  if (found?.document.kind !== 'item') {
    state.draft.warnings.push({ message: `The item ${quote(file)} of the test is not in the package.` });
    return;
  }
  if (state.taken.has(file)) return;
  state.taken.add(file);
  const [only, ...more] = childrenOf(ref, 'weight').map(({ attributes }) => Number(attributes['value']));
  const weight = only !== undefined && more.length === 0 && only > 0 ? { weight: only } : {};
  addItemOf(state.draft, found.document.root, found.text, {
    find: state.findIn(file),
    ...(category === undefined ? {} : { category }),
    ...weight,
  });
}

/** Names that only say what they are, or are not shown, say nothing. */
function categoryOf(section: XmlElement): string | undefined {
  const title = attributeOf(section, 'title').trim().slice(0, 300);
  if (section.attributes['visible'] === 'false' || /^(?:section|part|main|untitled)\b[\s\d]*$/i.test(title))
    return undefined;
  return title === '' ? undefined : title;
}
