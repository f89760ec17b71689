import { expect, test } from 'vitest';
import { parseOutline } from '../../../../domain/outline.ts';
import { makeDocx, makeXlsx, zipXml } from '../../../support/documents.ts';

const titles = ['0 Welcome', '330000 Scoping'];
const sheet = (...rows: (string | number)[][]): Uint8Array => makeXlsx([['Notes']], rows);

test.each<[string, Uint8Array, string, string[]]>([
  ['lines in Word', makeDocx(['Outline', '0:00 Welcome', '5:30\tScoping']), 'docx', titles],
  ['lines of one paragraph in Word', makeDocx(['0:00 Welcome\n5:30 Scoping']), 'docx', titles],
  ['titles under their times in Word', makeDocx(['0:00', 'Welcome', '', '5:30', 'Scoping']), 'docx', titles],
  [
    'a sheet with headings',
    sheet(['Start', 'Title'], ['0:00', 'Welcome'], ['5:30', 'Scoping']),
    'xlsx',
    titles,
  ],
  ['a sheet without', sheet(['0:00', 'Welcome'], ['5:30', 'Scoping']), 'xlsx', titles],
  ['a sheet of seconds', sheet(['Start', 'Title'], [0, 'Welcome'], [330, 'Scoping']), 'xlsx', titles],
])('%s is an outline', (_, file, format, expected) => {
  const parsed = parseOutline(file);
  expect(parsed.entries.map(({ startMs, title }) => `${String(startMs)} ${title}`)).toEqual(expected);
  expect(parsed.format).toBe(format);
});

test('the list that Stream copies is an outline', () => {
  const { entries } = parseOutline('Welcome\n0:00\nScoping\n5:30\nEnd\n1:02:03');
  expect(entries.map(({ startMs, title }) => `${String(startMs)} ${title}`)).toEqual([
    ...titles,
    '3723000 End',
  ]);
});

test.each<[string, string | Uint8Array, string]>([
  ['a letter in Word', makeDocx(['Dear all']), 'outline-no-times'],
  ['a budget in Excel', sheet(['Item', 'Cost'], ['Chairs', 3]), 'outline-no-times'],
  ['a zip', zipXml({ 'a.txt': '0:00 A' }), 'outline-bad-document'],
  ['a long text', 'x'.repeat(200_001), 'outline-too-large'],
  ['a huge drawing', `<svg>${' '.repeat(20_000_000)}`, 'outline-too-large'],
])('%s is refused', (_, input, code) => {
  expect(() => parseOutline(input)).toThrow(expect.objectContaining({ code }));
});

test.each<[string, Uint8Array, string]>([
  [
    'unpacks without end',
    zipXml({ 'xl/workbook.xml': ' '.repeat(21_000_000) }),
    'The archive unpacks to more than 20 MB and was not opened.',
  ],
  ['was cut off', sheet(['0:00', 'Welcome']).subarray(0, 400), 'The archive is broken, cut off or locked.'],
])('a workbook that %s is refused for that reason', (_, file, sentence) => {
  expect(() => parseOutline(file)).toThrow(sentence);
});
