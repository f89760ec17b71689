import { element, type WrittenElement } from '../../formats/xml-write.ts';
import type { ReadCloze } from '../read-question.ts';
import { setOutcome } from './write-rules.ts';
import { choiceId, declare, lines, textEntry, type WrittenAnswers } from './written-answers.ts';

/** Writes a text with gaps. */
export function writeCloze({ prompt, mark, gaps, choices }: ReadCloze): WrittenAnswers {
  const asked = gaps.map((kind, index) => ({
    kind,
    id: `GAP${String(index + 1)}`,
    own: choices.filter(({ gap }) => gap === index + 1),
  }));
  const declarations = asked.map(({ kind, id, own }) => {
    const isChosen = kind === 'single-choice';
    const keys = own.map(({ text, weight }, at) => ({
      key: isChosen ? choiceId(at) : text,
      value: weight * mark,
    }));
    const best = keys.reduce((one, other) => (other.value > one.value ? other : one), { key: '', value: 0 });
    const types = { 'single-choice': 'identifier', numeric: 'float', 'short-answer': 'string' };
    const entries =
      isChosen || kind === 'numeric' ? keys : keys.map((key) => ({ ...key, caseSensitive: false }));
    return declare(id, 'single', types[kind], { correct: [best.key], entries });
  });
  const parts = prompt.split(/\[\[(\d{1,3})\]\]/).flatMap((part, at): (string | WrittenElement)[] => {
    if (at % 2 === 0) return lines(part);
    const gap = asked[Number(part) - 1];
    if (gap === undefined) return [`[[${part}]]`];
    return [gap.kind === 'single-choice' ? inlineChoice(gap.id, gap.own) : textEntry(gap.id)];
  });
  const sum = element('sum', {}, ...asked.map(({ id }) => element('mapResponse', { identifier: id })));
  return {
    declarations,
    body: [element('p', {}, ...parts)],
    rules: [setOutcome('SCORE', sum)],
    feedback: [],
  };
}

function inlineChoice(responseIdentifier: string, choices: ReadCloze['choices']): WrittenElement {
  const offered = choices.map(({ text }, at) => element('inlineChoice', { identifier: choiceId(at) }, text));
  return element('inlineChoiceInteraction', { responseIdentifier, shuffle: 'false' }, ...offered);
}
