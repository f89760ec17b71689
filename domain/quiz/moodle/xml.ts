import {
  attributeOf,
  childOf,
  childText,
  lineFinder,
  looksLikeXml,
  readXml,
  xmlFault,
  type XmlElement,
} from '../../formats/xml.ts';
import {
  addFound,
  emptyQuizDraft,
  maxQuestions,
  warnOfQuestion,
  type Place,
  type QuizDraft,
  type QuizReader,
} from '../reader.ts';
import { cleanCategory } from './category.ts';
import { questionReaders } from './questions.ts';
import { hasHints, readPictureOfOld, sourceOf, textReader } from './text.ts';

/** Moodle XML, as Moodle and the programs that write for it make it (docs.moodle.org/en/Moodle_XML_format). */
export const moodleXmlReader: QuizReader = {
  format: 'moodle-xml',
  recognises: (text) =>
    looksLikeXml(text) && /<quiz[\s>]/.test(text.slice(0, 5000)) && /<question\s/.test(text),
  read(text) {
    const xml = readXml(text);
    const draft = emptyQuizDraft();
    if ('problem' in xml) return { ...draft, problems: [xml.problem] };
    const fault = xmlFault(text);
    if (fault !== undefined) draft.warnings.push(fault);
    const lineOf = lineFinder(text);
    let category: string | undefined;
    for (const element of questionsOf(xml.root).slice(0, maxQuestions * 2)) {
      if (element.attributes['type'] === 'category')
        category = cleanCategory(sourceOf(childOf(element, 'category')));
      else readQuestion(element, { line: lineOf(element.start), category }, draft);
    }
    return draft;
  },
};

/** The questions in the file's order; some programs put several quizzes into one file. */
function questionsOf(element: XmlElement): XmlElement[] {
  return element.children.flatMap((child) => (child.name === 'question' ? [child] : questionsOf(child)));
}

function readQuestion(
  question: XmlElement,
  { line, category }: { line: number; category: string | undefined },
  draft: QuizDraft,
): void {
  const type = attributeOf(question, 'type');
  const name = childOf(question, 'name');
  const isUntitled = name?.attributes['untitled'] === 'true';
  const title = isUntitled ? '' : sourceOf(name).replace(/\s+/g, ' ').trim();
  const place: Place = { line, name: title, ...(category === undefined ? {} : { category }) };
  const texts = textReader(draft, place);
  const { text: prompt, pictures } = texts.readShown(childOf(question, 'questiontext'));
  if (title === '') place.name = prompt === '' ? `in line ${String(line)}` : prompt;
  const found = questionReaders[type]?.(question, texts) ?? reasonAgainst(type);
  if (typeof found === 'string') {
    warnOfQuestion(draft, place, found);
    return;
  }
  if (hasHints(question)) texts.lose('its hints between tries');
  const mark = childText(question, 'defaultgrade');
  addFound(draft, place, {
    title,
    prompt,
    pictures: [...pictures, ...readPictureOfOld(question, draft, texts)],
    feedback: texts.read(childOf(question, 'generalfeedback')),
    ...(mark === '' ? {} : { mark: Number(mark) }),
    ...found,
  });
}

function reasonAgainst(type: string): string {
  if (type === 'description') return 'it is a description, with nothing to answer';
  if (type.startsWith('random')) return 'it only draws other questions at random';
  return type === '' ? 'it does not say its type' : `questions of the type "${type}" cannot be read`;
}
