import { expect, test } from 'vitest';
import { parsePolls } from '../../../../domain/polls.ts';
import { makeXlsx } from '../../../support/documents.ts';
import { forms, showPoll, toCsv } from '../../../support/poll-reports.ts';
import { testPolls } from '../../../support/poll-table.ts';

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

const form = (heads: string, ...rows: string[]): string =>
  `ID,Start time,Completion time,Email,Name,${heads}\n${rows.map((row, index) => `${String(index + 1)},1/2/26 9:00:00,1/2/26 9:01:00,anonymous,,${row}\n`).join('')}`;

testPolls(
  'forms',
  form('Réady?', 'Yes', 'No', 'Yes'),
  ['Réady? Yes 2, No 1 (3)'],
  [
    [
      'several answers, each ended by a semicolon',
      form('Which?', '"A;B;"', '"B;"'),
      ['Which? A 1, B 2 (2) [multiple-choice]'],
    ],
    [
      'boxes that Google parts with commas',
      'Timestamp,Which?\n1,"A, B"\n2,A\n3,"B, C"\n4,"A, C"',
      ['Which? A 3, B 2, C 2 (4) [multiple-choice]'],
    ],
    [
      'boxes of which one holds a comma',
      'Timestamp,Which?\n1,"A, or so, B"\n2,"A, or so"\n3,B',
      ['Which? A, or so 2, B 2 (3) [multiple-choice]'],
    ],
    [
      'an answer with a comma that may be two boxes',
      'Timestamp,Which?\n1,"A, B"\n2,A',
      ['Which? A, B 1, A 1 (2)'],
      /The answer "A, B" to "Which\?" was counted as one choice/,
    ],
    [
      'sentences with commas',
      'Timestamp,Why?\n1,"Well, yes"\n2,"No, not so"',
      ['Why? Well, yes 1, No, not so 1 (2)'],
    ],
    ['a rating', form('How was it?', '5', '4', '5'), ['How was it? 5 2, 4 1 (3)']],
    [
      'a question that nobody answered',
      form('Ready?,Why?', 'Yes,', 'No,'),
      ['Ready? Yes 1, No 1 (2)'],
      /1 question was answered by nobody/,
    ],
    [
      'several such questions',
      form('Ready?,Why?,How?', 'Yes,,'),
      ['Ready? Yes 1 (1)'],
      /2 questions were answered by nobody/,
    ],
    [
      'points of a graded form',
      form('Ready?,Points - Ready?', 'Yes,1'),
      ['Ready? Yes 1 (1)'],
      /points and feedback/,
    ],
    [
      'the same address twice',
      'Timestamp,Email Address,Ready?\n1,a@x.org,Yes\n2,A@x.org,Yes',
      ['Ready? Yes 1 (1)'],
      /given again/,
    ],
    [
      'a French form',
      'ID;Heure de début;Heure de fin;Courriel;Nom;Prêt ?\n1;x;y;;;Oui',
      ['Prêt ? Oui 1 (1)'],
    ],
    [
      'a Spanish form',
      'ID,Hora de inicio,Hora de finalización,Correo electrónico,Nombre,¿Listo?\n1,x,y,,,Sí',
      ['¿Listo? Sí 1 (1)'],
    ],
    ['rows cut short', form('Ready?,Why?', 'Yes,so', 'No'), ['Ready? Yes 1, No 1 (2)', 'Why? so 1 (1)']],
    ['empty rows between', `${form('Ready?', 'Yes')}\n,,,,,\n2,x,y,,,No\n`, ['Ready? Yes 1, No 1 (2)']],
    ['a heading with a line break', 'ID,Start time,"Ready,\nthen?"\n1,x,Yes', ['Ready,\nthen? Yes 1 (1)']],
    ['nobody at all', form('Ready?'), 'polls-unknown'],
  ],
);
