import { describe, expect, test } from 'vitest';
import { readClock } from '../../../domain/clock.ts';
import { plainTextOf } from '../../../domain/chat/plain-text.ts';
import { readDocx } from '../../../domain/formats/docx.ts';
import { readSubrip } from '../../../domain/formats/subrip.ts';
import { readXlsx } from '../../../domain/formats/xlsx.ts';
import { readXml } from '../../../domain/formats/xml.ts';
import { readZip } from '../../../domain/formats/zip.ts';
import { makeXlsx, zipXml } from '../../support/documents.ts';

describe('a workbook is read', () => {
  const workbook = (sheet: string, more: Record<string, string> = {}): ReturnType<typeof readXlsx> =>
    readXlsx(
      zipXml({
        'xl/workbook.xml': '<workbook><sheets><sheet name="A"/></sheets></workbook>',
        'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
        ...more,
      }),
    );
  const rowsOf = (read: ReturnType<typeof readXlsx>): unknown =>
    'sheets' in read ? read.sheets[0]?.rows : read;

  test.each<[string, string, Record<string, string>, unknown]>([
    [
      'cells and rows without references',
      '<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>',
      {},
      [
        { line: 1, cells: ['1', '2'] },
        { line: 2, cells: ['3'] },
      ],
    ],
    [
      'gaps',
      '<row r="4"><c r="B4"><v>1</v></c><c r="AA4"><v>2</v></c></row>',
      {},
      [{ line: 4, cells: ['', '1', ...Array.from({ length: 24 }, () => ''), '2'] }],
    ],
    [
      'columns beyond reason',
      '<row r="1"><c r="A1"><v>1</v></c><c r="ZZZ1"><v>2</v></c></row>',
      {},
      [{ line: 1, cells: ['1'] }],
    ],
    [
      'inline strings, booleans and errors',
      '<row r="1"><c t="inlineStr"><is><t>a </t><r><t>b</t></r></is></c><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c><c t="str"><f>A1</f><v>x</v></c></row>',
      {},
      [{ line: 1, cells: ['a b', 'TRUE', 'FALSE', '', 'x'] }],
    ],
    [
      'runs of a shared string, not how it sounds',
      '<row r="1"><c t="s"><v>0</v></c><c t="s"><v>9</v></c><extLst/></row>',
      {
        'xl/sharedStrings.xml':
          '<sst><si><r><t xml:space="preserve">two </t></r><r><t>runs</t></r><rPh><t>x</t></rPh></si></sst>',
      },
      [{ line: 1, cells: ['two runs', ''] }],
    ],
    ['empty rows', '<row r="1"><c r="A1"/></row>', {}, []],
    [
      'a sheet elsewhere',
      '',
      {
        'xl/_rels/workbook.xml.rels':
          '<Relationships><Relationship Id="" Target="/xl/worksheets/b.xml"/><Relationship/></Relationships>',
        'xl/worksheets/b.xml': '<worksheet><row r="1"><c><v>7</v></c></row></worksheet>',
      },
      [],
    ],
    [
      'a sheet at an absolute place',
      '',
      {
        'xl/workbook.xml': '<workbook><sheet id="r1"/></workbook>',
        'xl/_rels/workbook.xml.rels':
          '<Relationships><Relationship Id="r1" Target="/xl/worksheets/b.xml"/></Relationships>',
        'xl/worksheets/b.xml': '<worksheet><row r="1"><c><v>7</v></c></row></worksheet>',
      },
      [{ line: 1, cells: ['7'] }],
    ],
    [
      'a sheet that is not there',
      '',
      {
        'xl/workbook.xml': '<workbook><sheet id="r1"/></workbook>',
        'xl/_rels/workbook.xml.rels':
          '<Relationships><Relationship Id="r1" Target="worksheets/none.xml"/></Relationships>',
      },
      [],
    ],
    ['a broken part', '<row', {}, []],
  ])('%s', (_, sheet, more, rows) => {
    expect(rowsOf(workbook(sheet, more))).toEqual(rows);
  });

  test('a workbook with entities of its own is refused', () => {
    expect(workbook('', { 'xl/workbook.xml': '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>' })).toHaveProperty(
      'problem',
    );
  });

  test('numbers come as they are written', () => {
    expect(rowsOf(readXlsx(makeXlsx([[1.5, true, 'x']])))).toEqual([
      { line: 1, cells: ['1.5', 'TRUE', 'x'] },
    ]);
  });
});

describe('an archive is unpacked', () => {
  const wants = (): boolean => true;

  test.each<[string, Record<string, string>, string[]]>([
    ['its files', { 'a.txt': 'x', 'b/c.txt': 'y' }, ['a.txt', 'b/c.txt']],
    [
      'nothing that leaves it',
      { '../a': 'x', '/b': 'x', 'c/../../d': 'x', 'C:\\e': 'x', '..\\f': 'x', g: 'x' },
      ['g'],
    ],
  ])('%s', (_, files, names) => {
    const zip = readZip(zipXml(files), { wants, maxBytes: 100 });
    expect('files' in zip ? [...zip.files.keys()] : zip).toEqual(names);
  });

  test.each<[string, Uint8Array, RegExp]>([
    ['too much in it', zipXml({ a: 'x'.repeat(1000) }), /unpacks to more than/],
    [
      'too many files',
      zipXml(Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`f${String(index)}`, 'x']))),
      /more than 10 files/,
    ],
    [
      'its end cut off',
      zipXml({ a: Array.from({ length: 500 }, (_, index) => String(index)).join() }).subarray(0, 300),
      /broken, cut off/,
    ],
    [
      'wrong bytes',
      zipXml({ a: 'x'.repeat(90) }).map((byte, index) => (index > 31 && index < 36 ? 0xff : byte)),
      /broken, cut off/,
    ],
  ])('not with %s', (_, bytes, message) => {
    const zip = readZip(bytes, { wants, maxBytes: 900, maxFiles: 10 });
    expect('problem' in zip ? zip.problem.message : '').toMatch(message);
  });
});

describe('a Word file is read', () => {
  test('without what is drawn', () => {
    const body =
      '<w:p><w:r><w:drawing><w:t>no</w:t></w:drawing><w:t>yes</w:t></w:r></w:p><w:del><w:p><w:t>no</w:t></w:p></w:del>';
    expect(
      readDocx(zipXml({ 'word/document.xml': `<w:document><w:body>${body}</w:body></w:document>` })),
    ).toEqual({ text: 'yes' });
  });

  test('and refused where its XML is broken', () => {
    expect(readDocx(zipXml({ 'word/document.xml': '<a>'.repeat(200) }))).toHaveProperty('problem');
  });
});

describe('small things', () => {
  test.each<[string, number | undefined]>([
    ['14:30', 52_200_000],
    ['14:30:12', 52_212_000],
    ['2:30 PM', 52_200_000],
    ['12 am', 0],
    ['12:15 p.m.', 44_100_000],
    ['14h30', 52_200_000],
    ['14.30 Uhr', 52_200_000],
    ['14 Uhr', 50_400_000],
    ['14', undefined],
    ['13:00 PM', undefined],
    ['24:00', undefined],
    ['10:60', undefined],
    ['10:00:60', undefined],
    ['soon', undefined],
  ])('the time of day %j is %s', (text, ms) => {
    expect(readClock(text)).toBe(ms);
  });

  test.each([
    ['<p>a</p><p>b</p>', 'a\nb'],
    ['a<br/>b', 'a\nb'],
    ['<a href="https://x.org/">x</a> and', 'x (https://x.org/) and'],
    ['<a href="https://x.org/a">x.org/a</a>', 'https://x.org/a'],
    ['<a href="https://x.org/"></a>', 'https://x.org/'],
    ['<a href="https://x.org/">never closed', 'never closed (https://x.org/)'],
    ['<a name="x">x</a>', 'x'],
    ['1 &lt; 2', '1 < 2'],
  ])('%j says %j', (html, text) => {
    expect(plainTextOf(html)).toBe(text);
  });

  test('SubRip names what it leaves out', () => {
    const { cues, warnings } = readSubrip(
      'stray\n\nNOTE x\n\n1\n00:00:61,000 --> 00:00:62,000\na\n\n2\nsoon -->\nb\n\n00:01 --> 00:02\nc',
    );
    expect(cues.map(({ payload }) => payload)).toEqual(['c']);
    expect(warnings.map(({ line }) => line)).toEqual([1, 6, 10]);
  });

  test.each([
    ['nested too deeply', '<a>'.repeat(200)],
    ['with an entity of its own', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
  ])('XML %s is a problem', (_, text) => {
    expect(readXml(text)).toHaveProperty('problem');
  });
});
