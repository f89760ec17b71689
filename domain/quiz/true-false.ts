import type { FoundChoice, FoundQuestion } from './reader.ts';

const words: readonly [yes: RegExp, no: RegExp] = [
  /^(?:true|t|wahr|richtig|vrai|verdadero|cierto|vero|verdadeiro|waar|juist|правда|верно|真|正确|○)$/i,
  /^(?:false|f|falsch|faux|falso|onwaar|onjuist|неправда|неверно|假|错误|×)$/i,
];

/** A choice between true and false is a question of that type, true first; others stay as they are. */
export function asTrueFalse(found: FoundQuestion): FoundQuestion {
  if (found.type !== 'single-choice' || found.choices.length !== 2) return found;
  if (found.choices.some(({ pictures = [] }) => pictures.length > 0)) return found;
  const [yes, no] = words.map((pattern) => found.choices.find(({ text }) => pattern.test(text.trim())));
  if (yes === undefined || no === undefined) return found;
  return { ...found, type: 'true-false', choices: [named(yes, 'True'), named(no, 'False')] };
}

function named(choice: FoundChoice, text: string): FoundChoice {
  return { ...choice, text };
}
