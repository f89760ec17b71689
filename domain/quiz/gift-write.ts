import { rangeAround } from '../number.ts';
import type { QuestionDraft } from '../quiz.ts';
import { escapeGift } from './gift-blocks.ts';
import type { PlayableQuestion, ReadEssay } from './read-question.ts';
import { percentOfShare } from './weight.ts';

/** Writes questions as GIFT, which `parseQuiz` and Moodle read back: title, category, weights and feedback kept. */
export function writeGift(questions: readonly (PlayableQuestion | ReadEssay)[]): string {
  let category: string | undefined;
  const blocks = questions.map((question) => {
    const heading = question.category === category ? '' : `$CATEGORY: ${question.category ?? 'top'}\n\n`;
    category = question.category;
    return `${heading}${writeQuestion(question)}\n`;
  });
  return blocks.join('\n');
}

function writeQuestion(question: QuestionDraft | ReadEssay): string {
  const title = question.title === undefined ? '' : `::${oneLine(question.title)}::`;
  // Saying that a text is plain keeps `<video>` and `// x` from being read as HTML and as a comment.
  const format = /[<&]/.test(JSON.stringify(question)) || /^[/[$]/.test(question.prompt) ? '[plain]' : '';
  const general = question.feedback === undefined ? '' : `\t####${plain(question.feedback)}\n`;
  return `${title}${format}${escapeGift(question.prompt)} {${writeAnswers(question)}${general}}`;
}

function writeAnswers(question: QuestionDraft | ReadEssay): string {
  switch (question.type) {
    case 'single-choice':
      return lines(
        question.choices.map((choice) => `${weigh(choice.weight, '~', choice.text)}${body(choice)}`),
      );
    case 'multiple-choice':
      return lines(question.choices.map((choice) => `~%${percentOfShare(choice.weight)}%${body(choice)}`));
    case 'true-false':
      return writeTrueFalse(question.choices);
    case 'short-answer':
      return lines(question.choices.map((choice) => `=%${percentOfShare(choice.weight)}%${body(choice)}`));
    case 'numeric':
      return `#${lines(question.choices.map(writeNumber))}`;
    case 'essay':
      return '';
    case 'matching':
      return lines(question.choices.map(({ text, match }) => `=${plain(text)} -> ${plain(match)}`));
  }
}

interface WrittenChoice {
  text: string;
  weight: number;
  feedback?: string | undefined;
}

/** A fully right choice is `=`; any other carries its weight where it has one, or where its text looks like one. */
function weigh(weight: number, otherwise: string, text: string): string {
  if (weight === 1) return text.startsWith('%') ? '=%100%' : '=';
  return weight === 0 && !text.startsWith('%') ? otherwise : `${otherwise}%${percentOfShare(weight)}%`;
}

function writeTrueFalse(choices: readonly WrittenChoice[]): string {
  const [yes, no] = choices;
  const isTrue = (yes?.weight ?? 0) > (no?.weight ?? 0);
  const [right, wrong] = isTrue ? [yes, no] : [no, yes];
  const comments = [wrong?.feedback ?? '', right?.feedback ?? ''].map(plain);
  const tail = comments.every((one) => one === '') ? '' : `#${comments.join('#')}`;
  return `${isTrue ? 'TRUE' : 'FALSE'}${tail}\n`;
}

function writeNumber(choice: WrittenChoice & { min: number; max: number }): string {
  if (choice.text === '*') return `~${feedbackOf(choice)}`;
  const half = Number(((choice.max - choice.min) / 2).toPrecision(12));
  const { min, max } = rangeAround(Number(choice.text), half);
  const isExact = min === choice.min && max === choice.max;
  const range = isExact ? `${choice.text}:${String(half)}` : `${String(choice.min)}..${String(choice.max)}`;
  return `=%${percentOfShare(choice.weight)}%${range}${feedbackOf(choice)}`;
}

function body(choice: WrittenChoice): string {
  return `${plain(choice.text)}${feedbackOf(choice)}`;
}

function feedbackOf({ feedback }: WrittenChoice): string {
  return feedback === undefined ? '' : `#${plain(feedback)}`;
}

/** A text that begins like a format's name is said to be plain, so that the name stays. */
function plain(text: string): string {
  return `${/^\[(?:html|moodle|plain|markdown)\]/.test(text) ? '[plain]' : ''}${escapeGift(text)}`;
}

function lines(answers: readonly string[]): string {
  return `\n${answers.map((answer) => `\t${answer}\n`).join('')}`;
}

function oneLine(title: string): string {
  return escapeGift(title.replace(/\s+/g, ' '));
}
