import { parseNumber, rangeAround } from '../../number.ts';
import { joinGaps, type FoundGap } from '../cloze-gaps.ts';
import { readHtml } from '../html.ts';
import type { FoundChoice, FoundQuestion } from '../reader.ts';
import { shareOfPercent } from '../weight.ts';

/** What Moodle's embedded answers say, `{1:MC:=a~b}`, taken out of their text. */
export interface EmbeddedAnswers extends Pick<FoundQuestion, 'gaps' | 'choices'> {
  /** The text with `[[1]]`, `[[2]]` where the gaps are. */
  source: string;
  /** Whether a gap takes several choices at once, or a number that cannot be read. */
  faults: ('several choices in one gap' | 'a number that cannot be read')[];
}

const gapPattern =
  /\{(\d*):(SHORTANSWER_C|SHORTANSWER|SAC|SA|MWC|MW|NUMERICAL|NM|MULTICHOICE_[VHS]{1,3}|MULTICHOICE|MC[VHS]{0,2}|MULTIRESPONSE_[HS]{1,2}|MULTIRESPONSE|MR[HS]{0,2}):((?:\\[\s\S]|[^\\}])*)\}/gi;

/** Reads the embedded answers of a text (docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type). */
export function readEmbeddedAnswers(text: string): EmbeddedAnswers {
  const gaps: FoundGap[] = [];
  const faults: EmbeddedAnswers['faults'] = [];
  const source = text.replace(gapPattern, (_, counts: string, name: string, answers: string) => {
    const kind = kindOf(name.toUpperCase());
    if (/^MULTIR|^MR/i.test(name)) faults.push('several choices in one gap');
    const read = splitAnswers(answers).map((answer) => readAnswer(answer, kind));
    const whole = read.filter((answer) => answer !== undefined);
    if (whole.length < read.length) faults.push('a number that cannot be read');
    gaps.push({ kind, counts: counts === '' ? 1 : Number(counts), answers: whole });
    return `[[${String(gaps.length)}]]`;
  });
  return { source, faults, ...joinGaps(gaps) };
}

function kindOf(name: string): FoundGap['kind'] {
  if (name.startsWith('N')) return 'numeric';
  return /^(?:SHORT|SA|MW)/.test(name) ? 'short-answer' : 'single-choice';
}

function splitAnswers(source: string): string[] {
  const answers = [...source.matchAll(/(?:\\[\s\S]|[^\\~])+/g)].map(([answer]) => answer);
  return answers.filter((answer) => answer.trim() !== '' && answer.trim() !== '=');
}

function readAnswer(source: string, kind: FoundGap['kind']): FoundChoice | undefined {
  const [, sign = '', percent, body = ''] =
    /^\s*(=|%(-?\d{1,3}(?:[.,]\d{1,10})?)%)?([\s\S]*)$/.exec(source) ?? [];
  const weight = percent === undefined ? (sign === '=' ? 1 : 0) : shareOfPercent(percent);
  const [written = '', feedback = ''] = splitFeedback(body);
  const answer = { text: plain(written), weight, feedback: plain(feedback) };
  if (kind !== 'numeric') return answer;
  if (answer.text === '*') return { ...answer, min: -Number.MAX_VALUE, max: Number.MAX_VALUE };
  const [middle = '', width = '0'] = answer.text.split(':');
  const value = parseNumber(middle);
  const tolerance = parseNumber(width);
  if (value === undefined || tolerance === undefined) return undefined;
  return { ...answer, text: middle.trim(), ...rangeAround(value, Math.abs(tolerance)) };
}

function splitFeedback(body: string): string[] {
  const [written = ''] = /^(?:\\[\s\S]|&#\d+;|[^\\#])*/.exec(body) ?? [];
  return [written, body.slice(written.length + 1)];
}

function plain(source: string): string {
  return readHtml(source.replace(/\\([\s\S])/g, '$1')).text;
}
