import type { Problem } from '../formats/text.ts';
import { readXlsx } from '../formats/xlsx.ts';
import { formQuestions, readFormQuiz } from './forms.ts';
import { emptyQuizDraft, takeLosses, type QuizDraft } from './reader.ts';
import { findColumns } from './table-columns.ts';
import { readQuizTable } from './table.ts';

/** Reads the questions of an Excel workbook: every sheet that is a table of questions, or of a form's answers. */
export function readWorkbook(bytes: Uint8Array): { format: string; draft: QuizDraft } | { problem: Problem } {
  const workbook = readXlsx(bytes);
  if ('problem' in workbook) return workbook;
  const draft = emptyQuizDraft();
  let format: string | undefined;
  for (const { rows } of workbook.sheets) {
    const columns = findColumns(rows);
    const isForm = columns === undefined && formQuestions(rows).length > 0;
    const read =
      columns !== undefined ? readQuizTable(rows, columns) : isForm ? readFormQuiz(rows) : undefined;
    if (read === undefined) continue;
    format ??= read.format;
    draft.questions.push(...read.questions);
    draft.warnings.push(...read.warnings);
    takeLosses(draft, read);
  }
  if (format === undefined) {
    return {
      problem: { message: 'The workbook holds no table of questions, their answers and which is right.' },
    };
  }
  return { format, draft };
}
