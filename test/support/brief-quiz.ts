import { AppError } from '../../domain/app-error.ts';
import { readQuiz } from '../../domain/read-quiz.ts';
import type { ReadQuestion } from '../../domain/quiz/read-question.ts';

/** What a file of questions is read as, one line a question: `single-choice: Who? | Grant 1, Lee 0 (No.)`. */
export interface BriefQuiz {
  format: string;
  questions: string[];
  /** Without the notice that wrong choices cost nothing, which says nothing of a reader. */
  warnings: string[];
}

/** Reads a file of questions; one that is refused is told as its error's code and sentence. */
export function readBriefly(source: string | Uint8Array, fileName?: string): BriefQuiz | string {
  try {
    const { format, questions, warnings } = readQuiz(source, fileName === undefined ? {} : { fileName });
    return {
      format,
      questions: questions.map(briefly),
      warnings: warnings
        .map(({ message }) => message)
        .filter((message) => !message.includes('nothing off for wrong')),
    };
  } catch (error) {
    if (error instanceof AppError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

/** A question on one line; line breaks are `/`, gaps stand before their fillings as `1=`. */
function briefly(question: ReadQuestion): string {
  const { title, mark, feedback, category } = question;
  const about = [
    ...(title === undefined ? [] : [`«${title}»`]),
    ...(mark === 1 ? [] : [`${String(mark)} points`]),
    ...(category === undefined ? [] : [`in ${category}`]),
    ...('caseSensitive' in question && question.caseSensitive ? ['case'] : []),
    ...(feedback === undefined ? [] : [`says ${feedback}`]),
  ];
  const head = `${question.type}: ${question.prompt}${about.length === 0 ? '' : ` {${about.join('; ')}}`}`;
  const gaps = question.type === 'cloze' ? ` <${question.gaps.join(' ')}>` : '';
  const choices = question.choices.map(briefChoice).join(', ');
  return `${head}${gaps} | ${choices}`.trimEnd().replaceAll('\n', '/');
}

interface BriefChoice {
  text: string;
  weight: number;
  feedback?: string | undefined;
  match?: string | undefined;
  gap?: number | undefined;
  min?: number | undefined;
  max?: number | undefined;
}

function briefChoice({ text, weight, feedback, match, gap, min, max }: BriefChoice): string {
  const range = min === undefined || max === undefined ? '' : ` ${String(min)}..${String(max)}`;
  return [
    gap === undefined ? '' : `${String(gap)}=`,
    text,
    match === undefined ? '' : `->${match}`,
    range,
    ` ${String(Number(weight.toFixed(4)))}`,
    feedback === undefined ? '' : ` (${feedback})`,
  ].join('');
}
