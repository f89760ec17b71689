import { element } from '../../formats/xml-write.ts';
import type { ReadQuestion } from '../read-question.ts';
import { writeChoices, writeOrder } from './write-choices.ts';
import { writeCloze } from './write-cloze.ts';
import { writePairs } from './write-pairs.ts';
import { writeNumbers, writeWords } from './write-typed.ts';
import { declare, paragraph, type WrittenAnswers } from './written-answers.ts';

/** Writes the answers of a question of any type. */
export function writeAnswers(question: ReadQuestion): WrittenAnswers {
  switch (question.type) {
    case 'single-choice':
    case 'multiple-choice':
      return writeChoices(question, question.choices);
    case 'true-false':
      return writeChoices(
        question,
        question.choices.map((choice, index) => ({ ...choice, text: index === 0 ? 'True' : 'False' })),
      );
    case 'short-answer':
      return writeWords(question);
    case 'numeric':
      return writeNumbers(question);
    case 'matching':
      return writePairs(question);
    case 'ordering':
      return writeOrder(question);
    case 'cloze':
      return writeCloze(question);
    case 'essay':
      return {
        declarations: [declare('RESPONSE', 'single', 'string')],
        body: [
          paragraph(question.prompt),
          element('extendedTextInteraction', { responseIdentifier: 'RESPONSE' }),
        ],
        rules: [],
        feedback: [],
      };
  }
}
