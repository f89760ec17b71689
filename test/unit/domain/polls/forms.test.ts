import { expect, test } from 'vitest';
import { parsePolls } from '../../../../domain/polls.ts';
import { makeXlsx } from '../../../support/documents.ts';
import { forms, showPoll, toCsv } from '../../../support/poll-reports.ts';

test.each<[string, string | Uint8Array, string, string[]]>([
  [
    'from Forms as CSV',
    toCsv(forms),
    'forms',
    ['Ready? Yes 2, No 1 (3)', 'Which do you use? Paper 1, Pen 2 (2) [multiple-choice]'],
  ],
  [
    'from Forms as a German sheet',
    toCsv(
      [
        ['ID', 'Startzeit', 'Fertigstellungszeit', 'E-Mail', 'Name', 'Bereit?'],
        [1, 'x', 'y', 'anonymous', '', 'Ja'],
      ],
      ';',
    ),
    'forms',
    ['Bereit? Ja 1 (1)'],
  ],
  [
    'from Google Forms',
    'Timestamp,Email Address,Ready?\n1/2/2026,a@x.org,Yes\n1/2/2026,b@x.org,Yes',
    'forms',
    ['Ready? Yes 2 (2)'],
  ],
  [
    'from a sheet whose headings are questions',
    'Ready?,Why?\nYes,"so, yes"\nNo,',
    'forms',
    ['Ready? Yes 1, No 1 (2)', 'Why? so, yes 1 (1)'],
  ],
  [
    'from Forms as a workbook',
    makeXlsx(forms),
    'forms-xlsx',
    ['Ready? Yes 2, No 1 (3)', 'Which do you use? Paper 1, Pen 2 (2) [multiple-choice]'],
  ],
  [
    'from the second sheet of a workbook',
    makeXlsx([['Summary']], forms),
    'forms-xlsx',
    ['Ready? Yes 2, No 1 (3)', 'Which do you use? Paper 1, Pen 2 (2) [multiple-choice]'],
  ],
])('polls are read %s', (_, input, format, expected) => {
  const parsed = parsePolls(input);
  expect(parsed.polls.map(showPoll)).toEqual(expected);
  expect(parsed.format).toBe(format);
});
