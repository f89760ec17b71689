import { foldSpaces, shorten } from '../../formats/text.ts';
import { element, writeXml, type WrittenElement } from '../../formats/xml-write.ts';
import type { ReadQuestion } from '../read-question.ts';
import { writeAnswers } from './write-answers.ts';
import { pictureParagraph, type WrittenAnswers } from './written-answers.ts';
import { baseValue, branch, setOutcome } from './write-rules.ts';

/** Writes one question as an item of QTI 2.1; a learner's whole right response scores the question's mark. */
export function writeItem(question: ReadQuestion, identifier: string, namespace: string): string {
  const { title, prompt, mark, feedback, pictures = [] } = question;
  const written = writeAnswers(question);
  const [asked, ...answered] = written.body;
  const hasFeedback = written.feedback.length > 0;
  return writeXml(
    element(
      'assessmentItem',
      {
        xmlns: namespace,
        identifier,
        // QTI wants a title; this label says that it is only the prompt's beginning.
        title: title ?? shorten(foldSpaces(prompt), 80),
        label: title === undefined ? 'untitled' : undefined,
        adaptive: 'false',
        timeDependent: 'false',
      },
      ...written.declarations,
      outcome('SCORE', 'float', { normalMaximum: mark }),
      outcome('MAXSCORE', 'float', {}, element('defaultValue', {}, element('value', {}, String(mark)))),
      ...(hasFeedback ? [outcome('FEEDBACK', 'identifier', {})] : []),
      ...(feedback === undefined ? [] : [outcome('GENERAL', 'identifier', {})]),
      element('itemBody', {}, asked, ...pictures.map(pictureParagraph), ...answered),
      ...writeProcessing(question, written),
      ...written.feedback.map(({ identifier: id, text }) => modal('FEEDBACK', id, text)),
      ...(feedback === undefined ? [] : [modal('GENERAL', 'general', feedback)]),
    ),
  );
}

function outcome(
  identifier: string,
  baseType: string,
  attributes: Record<string, number>,
  ...content: WrittenElement[]
): WrittenElement {
  return element(
    'outcomeDeclaration',
    { identifier, cardinality: 'single', baseType, ...attributes },
    ...content,
  );
}

/** The score, then what feedback is shown. An essay is scored by people. */
function writeProcessing(question: ReadQuestion, { rules, feedback }: WrittenAnswers): WrittenElement[] {
  const general =
    question.feedback === undefined ? [] : [setOutcome('GENERAL', baseValue('identifier', 'general'))];
  const branches = feedback.flatMap(({ identifier, when }) =>
    when === undefined ? [] : [{ when, show: setOutcome('FEEDBACK', baseValue('identifier', identifier)) }],
  );
  const shown = branches.map(({ when, show }, index) => branch(index === 0, when, show));
  const all = [
    ...rules,
    ...(shown.length === 0 ? [] : [element('responseCondition', {}, ...shown)]),
    ...general,
  ];
  return all.length === 0 ? [] : [element('responseProcessing', {}, ...all)];
}

function modal(outcomeIdentifier: string, identifier: string, text: string): WrittenElement {
  return element('modalFeedback', { outcomeIdentifier, identifier, showHide: 'show' }, ...paragraph(text));
}

/** A text with its line breaks. */
function paragraph(text: string): WrittenElement[] {
  return [
    element(
      'p',
      {},
      ...text.split('\n').flatMap((line, index) => (index === 0 ? [line] : [element('br', {}), line])),
    ),
  ];
}
