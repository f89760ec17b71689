import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readBriefly } from '../../../support/brief-quiz.ts';
import { zipXml } from '../../../support/documents.ts';
import { is, item1, mat, offer, qti1, rule } from '../../../support/qti1.ts';
import { asQti3, choose, declare, item2 } from '../../../support/qti2.ts';

const towns = { A: 'Oslo', B: 'Bergen' };
const item = (prompt: string): string =>
  item2({ attributes: 'title=""', declarations: declare(['A']), body: choose(towns, { prompt }) });
const read = (prompt: string, about = ''): string => `single-choice: ${prompt}${about} | Oslo 1, Bergen 0`;
const old = (prompt: string): string =>
  item1({
    presentation: `${mat(prompt)}<response_lid ident="r">${offer(towns)}</response_lid>`,
    rules: rule(is('A'), '100'),
  });
const manifest = (resources: string, head = ''): string =>
  `<?xml version="1.0"?><manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m">${head}<organizations/><resources>${resources}</resources></manifest>`;
const resource = (href: string, type = 'imsqti_item_xmlv2p1'): string =>
  `<resource identifier="${href}" type="${type}" href="${href}"><file href="${href}"/></resource>`;
const quizTest = (sections: string, title = 'Exam'): string =>
  `<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="t" title="${title}"><testPart identifier="p" navigationMode="linear" submissionMode="individual">${sections}</testPart></assessmentTest>`;
const section = (title: string, refs: string, visible = 'true'): string =>
  `<assessmentSection identifier="s" title="${title}" visible="${visible}">${refs}</assessmentSection>`;
const ref = (href: string, inside = ''): string =>
  `<assessmentItemRef identifier="i" href="${href}">${inside}</assessmentItemRef>`;
const cartridge = manifest(
  `${resource('quiz1/assessment_qti.xml', 'imsqti_xmlv1p2/imscc_xmlv1p1/assessment')}${resource('bank.xml', 'imsqti_xmlv1p2/imscc_xmlv1p1/question-bank')}`,
  '<metadata><schema>IMS Common Cartridge</schema><schemaversion>1.1.0</schemaversion></metadata>',
);

describe('a package', () => {
  test.each<
    [what: string, files: Record<string, string>, format: string, questions: string[], warnings?: string[]]
  >([
    [
      'of items in the order of its manifest',
      {
        'imsmanifest.xml': manifest(resource('b.xml') + resource('a.xml')),
        'a.xml': item('A?'),
        'b.xml': item('B?'),
      },
      'qti-2.1',
      [read('B?'), read('A?')],
    ],
    ['without a manifest', { 'a.xml': item('A?'), 'b.xml': item('B?') }, 'qti-2.1', [read('A?'), read('B?')]],
    [
      'with a broken manifest',
      { 'imsmanifest.xml': '<manifest><resources', 'a.xml': item('A?') },
      'qti-2.1',
      [read('A?')],
    ],
    [
      'with a test, whose sections are categories',
      {
        'imsmanifest.xml': manifest(resource('t.xml', 'imsqti_test_xmlv2p1')),
        't.xml': quizTest(
          section('Towns', ref('items/b.xml') + ref('items/a.xml')) +
            section('Section 2', ref('items/c.xml')),
        ),
        'items/a.xml': item('A?'),
        'items/b.xml': item('B?'),
        'items/c.xml': item('C?'),
      },
      'qti-2.1',
      [read('B?', ' {in Towns}'), read('A?', ' {in Towns}'), read('C?')],
    ],
    [
      'with weights and a section that is not shown',
      {
        't.xml': quizTest(section('Hidden', ref('a.xml', '<weight identifier="w" value="3"/>'), 'false')),
        'a.xml': item('A?'),
      },
      'qti-2.1',
      [read('A?', ' {3 points}')],
    ],
    [
      'with a section in a file of its own',
      {
        't.xml': quizTest('<assessmentSectionRef identifier="s" href="s/one.xml"/>'),
        's/one.xml': section('One', ref('../a.xml')),
        'a.xml': item('A?'),
      },
      'qti-2.1',
      [read('A?', ' {in One}')],
    ],
    [
      'with an item that is missing',
      { 't.xml': quizTest(section('', ref('gone.xml') + ref('a.xml'))), 'a.xml': item('A?') },
      'qti-2.1',
      [read('A?')],
      ['The item "gone.xml" of the test is not in the package.'],
    ],
    [
      'with a section that is missing, and one that is named twice',
      {
        't.xml': quizTest(
          ['gone.xml', 's.xml', 's.xml']
            .map((href) => `<assessmentSectionRef identifier="s" href="${href}"/>`)
            .join(''),
        ),
        's.xml': section('', ref('a.xml')),
        'a.xml': item('A?'),
      },
      'qti-2.1',
      [read('A?')],
      ['The section "gone.xml" of the test is not in the package.'],
    ],
    [
      'whose manifest names no file, and a test that chooses some',
      {
        'imsmanifest.xml': manifest('<resource identifier="r" type="webcontent"/>'),
        't.xml': quizTest(`<selection select="1"/><timeLimits maxTime="60"/>${ref('a.xml')}`),
        'a.xml': item('A?'),
      },
      'qti-2.1',
      [read('A?')],
      ['The question "a section" was taken without its choice of some items at random.'],
    ],
    [
      'that chooses some at random',
      { 't.xml': quizTest(section('Pool', `<selection select="1"/>${ref('a.xml')}`)), 'a.xml': item('A?') },
      'qti-2.1',
      [read('A?', ' {in Pool}')],
      ['The question "Pool" was taken without its choice of some items at random.'],
    ],
    [
      'that names an item twice',
      { 't.xml': quizTest(section('', ref('a.xml') + ref('./a.xml'))), 'a.xml': item('A?') },
      'qti-2.1',
      [read('A?')],
    ],
    [
      'of two tests, whose titles are categories',
      {
        't.xml': quizTest(ref('a.xml'), 'One'),
        'u.xml': quizTest(ref('b.xml'), 'Two'),
        'a.xml': item('A?'),
        'b.xml': item('B?'),
      },
      'qti-2.1',
      [read('A?', ' {in One}'), read('B?', ' {in Two}')],
    ],
    [
      'of QTI 3, with spaces and escapes in its paths',
      {
        't.xml': asQti3(quizTest(section('Towns', ref('my%20items/a%C3%A5.xml')))),
        'my items/aå.xml': asQti3(item('A?')),
      },
      'qti-3.0',
      [read('A?', ' {in Towns}')],
    ],
    [
      'with backslashes in its names',
      { 'imsmanifest.xml': manifest(resource('items\\a.xml')), 'items\\a.xml': item('A?') },
      'qti-2.1',
      [read('A?')],
    ],
    [
      'in a folder',
      { 'export/imsmanifest.xml': manifest(resource('a.xml')), 'export/a.xml': item('A?') },
      'qti-2.1',
      [read('A?')],
    ],
    [
      'of QTI 2.2',
      {
        'imsmanifest.xml': manifest(resource('a.xml', 'imsqti_item_xmlv2p2')),
        'a.xml': item('A?').replace('v2p1', 'v2p2'),
      },
      'qti-2.2',
      [read('A?')],
    ],
    [
      'with an address that leaves it',
      { 't.xml': quizTest(ref('../../a.xml') + ref('%zz.xml')), 'a.xml': item('A?') },
      'qti-2.1',
      [read('A?')],
      ['The item "%zz.xml" of the test is not in the package.'],
    ],
    [
      'with an item that breaks the rules of XML',
      { 'a.xml': item('A?').replace('</itemBody>', '</b></itemBody>') },
      'qti-2.1',
      [read('A?')],
      ['In "a.xml": The XML breaks its rules here; what could be read was read.'],
    ],
    [
      'with an item that cannot be read',
      {
        'a.xml': item('A?'),
        'b.xml': `<!DOCTYPE x [<!ENTITY a "b">]>${item('B?').replace(/^<\?xml[^>]+>/, '')}`,
      },
      'qti-2.1',
      [read('A?')],
      ['In "b.xml": The XML defines entities of its own, which are not read.'],
    ],
    [
      'of Blackboard',
      {
        'imsmanifest.xml': manifest(
          '<resource file="res00001.dat" type="assessment/x-bb-qti-pool" identifier="r1"/>',
        ),
        'res00001.dat': qti1(old('A?')),
        'res00002.dat': '<LEARNRUBRICS/>',
        '.bb-package-info': 'x',
      },
      'qti-1.2',
      [read('A?')],
    ],
    [
      'of a Common Cartridge with a question bank',
      {
        'imsmanifest.xml': cartridge,
        'quiz1/assessment_qti.xml': qti1(old('A?')),
        'bank.xml': `<questestinterop><objectbank ident="b"><qtimetadata><qtimetadatafield><fieldlabel>bank_title</fieldlabel><fieldentry>Spare</fieldentry></qtimetadatafield></qtimetadata>${old('B?')}</objectbank></questestinterop>`,
      },
      'common-cartridge',
      [read('A?'), read('B?', ' {in Spare}')],
    ],
    [
      'of Canvas, which writes each quiz twice',
      {
        'imsmanifest.xml': cartridge,
        'quiz1/assessment_qti.xml': qti1(old('Plain?')),
        'quiz1/assessment_meta.xml': '<quiz><title>x</title></quiz>',
        'non_cc_assessments/quiz1.xml.qti': qti1(old('Whole?')),
      },
      'common-cartridge',
      [read('Whole?')],
    ],
    [
      'of loose files',
      {
        'a.gift': 'Who? {=Oslo ~Bergen}',
        'b/c.txt': 'And?\nA. Oslo\nB. Bergen\nANSWER: A',
        'notes.txt': 'Nothing.',
      },
      'zip',
      [read('Who?'), read('And?')],
    ],
    [
      'of loose files with faults',
      { 'a.gift': 'Who? {=Oslo ~Bergen}\n\nEmpty? {~a ~b}' },
      'gift',
      [read('Who?')],
      [expect.stringMatching(/^In "a\.gift", line 3: /)],
    ],
    ['that a Mac made', { '__MACOSX/._a.xml': 'junk', 'a.xml': item('A?') }, 'qti-2.1', [read('A?')]],
  ])('%s', (_, files, format, questions, warnings = []) => {
    expect(readBriefly(zipXml(files))).toEqual({ format, questions, warnings });
  });
});

describe('an archive that is refused', () => {
  const whole = zipXml({ 'a.xml': item('A?') });
  test.each([
    [
      'one without questions',
      zipXml({ 'a.html': '<p>Hello</p>' }),
      'quiz-unreadable: The archive holds no questions that can be read.',
    ],
    ['one cut off', whole.subarray(0, 60), /^quiz-unreadable: The archive/],
    [
      'one whose only file leaves it',
      zipXml({ '../a.xml': item('A?'), '/etc/b.xml': item('B?'), 'c:\\d.xml': item('C?') }),
      'quiz-unreadable: The archive holds no questions that can be read.',
    ],
    [
      'a bomb',
      zipSync({ 'a.xml': new Uint8Array(60_000_000) }),
      'quiz-unreadable: The archive unpacks to more than 50 MB and was not opened.',
    ],
    [
      'one of very many files',
      zipSync(
        Object.fromEntries(
          Array.from({ length: 20_001 }, (_, index) => [
            `${String(index)}.png`,
            [new Uint8Array(0), { level: 0 as const }],
          ]),
        ),
      ),
      /more than 20000 files/,
    ],
  ])('%s', (_, bytes, sentence) => {
    expect(readBriefly(bytes)).toEqual(
      typeof sentence === 'string' ? sentence : expect.stringMatching(sentence),
    );
  });

  test('an archive inside an archive is opened once, not further', () => {
    const inner = zipXml({ 'a.xml': item('A?') });
    const outer = zipSync({ 'one/quiz.zip': inner, 'readme.txt': strToU8('Hello') });
    expect(readBriefly(outer)).toEqual({ format: 'qti-2.1', questions: [read('A?')], warnings: [] });
    expect(readBriefly(zipSync({ 'two.zip': outer }))).toBe(
      'quiz-unreadable: The archive holds no questions that can be read.',
    );
  });
});
