import { quote } from '../formats/text.ts';
import { addQuestion, emptyQuizDraft, type QuizDraft, type QuizReader } from './reader.ts';
import { asTrueFalse } from './true-false.ts';

const option = /^([A-Za-z])[).]\s*(.*)$/;
const answer = /^ANSWER:\s*([A-Z])\s*$/i;

/** Aiken: a question, options `A) …`, and `ANSWER: B` (docs.moodle.org/en/Aiken_format). */
export const aikenReader: QuizReader = {
  format: 'aiken',
  recognises: (text) => /^[^\S\n]*ANSWER:/im.test(text) && /^[^\S\n]*(?:[A-Z]|a)[).]/m.test(text),
  read(text) {
    const draft = emptyQuizDraft();
    let open: OpenQuestion | undefined;
    text.split('\n').forEach((raw, index) => {
      open = readLine(raw.trim(), index + 1, open, draft);
    });
    if (open !== undefined) refuse(draft, open, 'Its line ANSWER: is missing.');
    return draft;
  },
};

interface OpenQuestion {
  line: number;
  prompt: string[];
  options: { letter: string; text: string }[];
}

function readLine(
  line: string,
  number: number,
  open: OpenQuestion | undefined,
  draft: QuizDraft,
): OpenQuestion | undefined {
  if (line === '') return open;
  const letter = answer.exec(line)?.[1]?.toUpperCase();
  if (letter !== undefined) {
    finish(draft, open ?? { line: number, prompt: [], options: [] }, letter);
    return undefined;
  }
  if (line.startsWith('ANSWER:')) {
    const reason = 'Its line ANSWER: names no option by its letter.';
    refuse(draft, open ?? { line: number, prompt: [], options: [] }, reason);
    return undefined;
  }
  const [, name, text] = option.exec(line) ?? [];
  if (name !== undefined && text !== undefined && open !== undefined && isOption(name, open)) {
    return { ...open, options: [...open.options, { letter: name.toUpperCase(), text }] };
  }
  if (open === undefined) return { line: number, prompt: [line], options: [] };
  if (open.options.length === 0) return { ...open, prompt: [...open.prompt, line] };
  refuse(draft, open, 'Its line ANSWER: is missing.');
  return { line: number, prompt: [line], options: [] };
}

/** Small letters are options where they come in their order; elsewhere they are part of a text. */
function isOption(letter: string, { options }: OpenQuestion): boolean {
  return /[A-Z]/.test(letter) || letter.charCodeAt(0) - 97 === options.length;
}

function finish(draft: QuizDraft, open: OpenQuestion, letter: string): void {
  if (open.prompt.length === 0) refuse(draft, open, 'An answer stands here without a question.');
  else if (open.options.length < 2) refuse(draft, open, 'It has fewer than two options.');
  else if (!open.options.some((one) => one.letter === letter))
    refuse(draft, open, `Its answer ${letter} is none of its options.`);
  else {
    const prompt = open.prompt.join('\n');
    const choices = open.options.map((one) => ({ text: one.text, weight: one.letter === letter ? 1 : 0 }));
    addQuestion(draft, asTrueFalse({ type: 'single-choice', prompt, choices }), {
      line: open.line,
      name: prompt,
    });
  }
}

function refuse(draft: QuizDraft, { line, prompt }: OpenQuestion, reason: string): void {
  const name = prompt.length === 0 ? '' : ` The question is ${quote(prompt.join(' '))}.`;
  draft.warnings.push({ line, message: `A question was left out. ${reason}${name}` });
}
