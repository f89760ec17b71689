import { attributeOf, childrenOf, findElements, lineFinder, type XmlElement } from '../../formats/xml.ts';
import { maxQuestions, noteLoss, type QuizDraft } from '../reader.ts';
import type { PictureFinder } from '../found-pictures.ts';
import { addItem1 } from './item.ts';
import { fieldsIn } from './metadata.ts';

/** Adds the items of a file of QTI 1 in its order, each under the title of its bank, section or assessment. */
export function addQti1(draft: QuizDraft, root: XmlElement, text: string, find: PictureFinder): void {
  const lineOf = lineFinder(text);
  const walk = (element: XmlElement, category: string | undefined): void => {
    for (const child of element.children) {
      if (draft.questions.length > maxQuestions) return;
      if (child.name === 'item') {
        const place = {
          line: lineOf(child.start),
          name: '',
          ...(category === undefined ? {} : { category }),
        };
        addItem1(draft, child, place, find);
      } else if (groups.has(child.name)) walk(child, titleOf(child) ?? category);
      else if (child.name === 'selection_ordering' && findElements(child, 'sourcebank_ref').length > 0) {
        const name = category ?? 'a section';
        noteLoss(draft, { line: lineOf(child.start), name }, 'what it draws at random from a question bank');
      }
    }
  };
  walk(root, undefined);
}

const groups = new Set(['questestinterop', 'assessment', 'section', 'objectbank']);

/** Names that only say what they are say nothing. */
function titleOf(group: XmlElement): string | undefined {
  const fields = childrenOf(group, 'qtimetadata').flatMap(fieldsIn);
  const bank = fields.find(([label]) => label === 'bank_title');
  const title = bank?.[1] ?? attributeOf(group, 'title').trim();
  return title === '' || /^(?:main|section|assessment|root_section|untitled)\b/i.test(title)
    ? undefined
    : title.slice(0, 300);
}
