import { cellAt, type CsvRow } from '../formats/csv.ts';
import { foldSpaces, quote } from '../formats/text.ts';
import { tellBoxes } from '../formats/ticked-boxes.ts';
import type { PollsDraft, PollsTableReader } from './reader.ts';
import { tallyAnswers, type Answer } from './tally.ts';

/**
 * One row for each person and one column for each question: Microsoft Forms and its polls in Teams, Google Forms, and
 * any sheet that begins with who or when, or whose headings are all questions.
 */
export const formsPollsReader: PollsTableReader = {
  format: 'forms',
  recognises(rows) {
    const columns = readColumns(rows[0]);
    return columns !== undefined && columns.questions.length > 0 && rows.length > 1;
  },
  read(rows) {
    const columns = readColumns(rows[0]);
    const draft: PollsDraft = { polls: [], warnings: [], problems: [] };
    if (columns === undefined) return draft;
    const answers = rows.slice(1).flatMap((row) => readRow(row, columns));
    const { boxes, unclear } = takeBoxesApart(answers);
    const { polls, warnings } = tallyAnswers(boxes);
    draft.polls.push(...polls);
    draft.warnings.push(...unclear, ...warnings, ...warnOfLeftOut(columns, polls.length));
    return draft;
  },
};

interface Columns {
  /** Who and when: looked at only to tell people apart, or not at all. */
  email: number | undefined;
  questions: { index: number; question: string }[];
  /** Columns of a graded form that say how each answer was marked. */
  marks: string[];
}

/** Headings of columns that are about the person and the submission, as Forms writes them in its larger languages. */
const aboutPeople: readonly RegExp[] = [
  /^(?:id|#|no\.?|nr\.?|n\.?º)$/i,
  /^(?:start|completion|last modified|submission|submitted) (?:time|date|at)\b/i,
  /^(?:startzeit|fertigstellungszeit|zeitpunkt der letzten änderung|zeitstempel)$/i,
  /^heure de (?:début|fin|la dernière modification)$|^horodateur$/i,
  /^hora de (?:inicio|finalización|la última modificación)$|^marca temporal$/i,
  /^(?:time ?stamp|date|time|datum|language|sprache|langue|idioma)$/i,
  /^(?:(?:first|last|full|user|display|given|family) ?)?name$|^(?:nom|nombre|vorname|nachname|prénom|apellidos?)$/i,
  /^(?:user ?name|respondent|participant|attendee|user|voter|employee|student)(?: ?id)?$/i,
  /^ip(?: address)?$|^(?:phone|telephone|telefon)\b|^(?:company|organi[sz]ation|department)$/i,
];
const address = /e-?mail|correo|courriel|^(?:upn|user principal name)$/i;
const marks =
  /^(?:points|feedback|punkte|puntos|commentaires?|total points|quiz feedback|score)(?: [-–] |$|:)/i;

function readColumns(heading: CsvRow | undefined): Columns | undefined {
  if (heading === undefined) return undefined;
  const cells = heading.cells.map(foldSpaces);
  const isAboutPeople = (cell: string): boolean =>
    address.test(cell) ? cell.length < 60 : aboutPeople.some((pattern) => pattern.test(cell));
  const filled = cells.filter((cell) => cell !== '');
  const about = filled.filter(isAboutPeople).length;
  const areQuestions = filled.length > 0 && filled.every((cell) => cell.endsWith('?') || isAboutPeople(cell));
  const leads =
    isAboutPeople(cellAt({ cells }, 0)) &&
    (about > 1 || /time|zeit|horodateur|marca/i.test(cellAt({ cells }, 0)));
  if (!leads && !areQuestions) return undefined;
  const questions = heading.cells.flatMap((cell, index) => {
    const name = foldSpaces(cell);
    return name === '' || isAboutPeople(name) || marks.test(name) ? [] : [{ index, question: cell }];
  });
  const email = cells.findIndex((cell) => isAboutPeople(cell) && address.test(cell));
  return { email: email < 0 ? undefined : email, questions, marks: cells.filter((cell) => marks.test(cell)) };
}

function readRow({ line, cells }: CsvRow, { email, questions }: Columns): Answer[] {
  const written = cellAt({ cells }, email).toLowerCase();
  // Forms writes `anonymous` where a form asked for no names.
  const person = written.includes('@') ? written : undefined;
  return questions.flatMap(({ index, question }) => {
    const answer = cellAt({ cells }, index);
    return answer === '' ? [] : [{ question, answer, person, submission: line, part: index }];
  });
}

/** Google puts commas between the boxes that somebody ticked; semicolons, as of Microsoft, the tally knows. */
function takeBoxesApart(answers: readonly Answer[]): { boxes: Answer[]; unclear: PollsDraft['warnings'] } {
  const unclear: PollsDraft['warnings'] = [];
  const byQuestion = Map.groupBy(answers, ({ part = 0 }) => part);
  const told = new Map(
    [...byQuestion].map(([part, own]) => {
      const boxes = tellBoxes(own.flatMap(({ answer }) => (answer.includes(';') ? [] : [answer])));
      const doubtful = boxes.unclear.find((answer) =>
        answer.split(', ').some((piece) => boxes.boxesOf.has(piece)),
      );
      if (doubtful !== undefined) {
        const message = `The answer ${quote(doubtful)} to ${quote(own[0]?.question ?? '')} was counted as one choice; it may be several.`;
        unclear.push({ message });
      }
      return [part, boxes.boxesOf] as const;
    }),
  );
  const boxes = answers.flatMap((one): Answer[] => {
    const own = told.get(one.part ?? 0)?.get(one.answer.trim()) ?? [one.answer];
    return own.map((answer) => ({ ...one, answer }));
  });
  return { boxes, unclear };
}

function warnOfLeftOut(columns: Columns, found: number): PollsDraft['warnings'] {
  const unanswered = columns.questions.length - found;
  const warnings: PollsDraft['warnings'] = [];
  if (unanswered > 0) {
    const which = unanswered === 1 ? '1 question was' : `${String(unanswered)} questions were`;
    warnings.push({ message: `${which} answered by nobody and left out.` });
  }
  if (columns.marks.length > 0)
    warnings.push({ message: 'The points and feedback that the form gave are not read.' });
  return warnings;
}
