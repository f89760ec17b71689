import { describe, expect, test } from 'vitest';
import { readBriefly } from '../../../support/brief-quiz.ts';
import { asQti3, choose, declare, item2 } from '../../../support/qti2.ts';

const towns = { A: 'Oslo', B: 'Bergen' };
const good = item2({ attributes: 'title=""', declarations: declare(['A']), body: choose(towns) });
const goodRead = 'single-choice: Capital? | Oslo 1, Bergen 0';

describe('a faulty item of QTI 2 or 3 that can be read', () => {
  test.each<[what: string, text: string | Uint8Array, format: string, question?: string]>([
    ['no namespace', good.replace(/ xmlns="[^"]+"/, ''), 'qti-2.1'],
    ['the namespace of 2.0', good.replace('v2p1', 'v2p0'), 'qti-2.0'],
    ['the namespace of 2.2', good.replace('v2p1', 'v2p2'), 'qti-2.2'],
    ['the names of 3.0', asQti3(good), 'qti-3.0'],
    ['the names of 3.0 without its namespace', asQti3(good).replace(/ xmlns="[^"]+"/, ''), 'qti-3.0'],
    ['a prefix', good.replaceAll(/<(\/?)(?=[a-z])/g, '<$1qti:').replace('xmlns=', 'xmlns:qti='), 'qti-2.1'],
    [
      'a byte-order mark, CRLF and a comment first',
      `\uFEFF${good.replaceAll('\n', '\r\n<!-- made -->')}`,
      'qti-2.1',
    ],
    [
      'a document type',
      good.replace('<assess', '<!DOCTYPE assessmentItem SYSTEM "qti.dtd"><assess'),
      'qti-2.1',
    ],
    [
      'Latin 1',
      new Uint8Array(Buffer.from(good.replace('UTF-8', 'ISO-8859-1').replace('Oslo', 'Tromsø'), 'latin1')),
      'qti-2.1',
      goodRead.replace('Oslo', 'Tromsø'),
    ],
    ['spaces around the right value', good.replace('<value>A<', '<value>\n  A\n<'), 'qti-2.1'],
    ['the right value in CDATA', good.replace('<value>A<', '<value><![CDATA[A]]><'), 'qti-2.1'],
    [
      'entities in its text',
      good.replace('Oslo', 'Oslo &amp; &#216;stfold &lt;b&gt;'),
      'qti-2.1',
      'single-choice: Capital? | Oslo & Østfold <b> 1, Bergen 0',
    ],
    [
      'several values for a single one',
      good.replace('<value>A<', '<value>A</value><value>B<'),
      'qti-2.1',
      'single-choice: Capital? | Oslo 1, Bergen 1',
    ],
    ['a multiple response of which one may be chosen', good.replace('"single"', '"multiple"'), 'qti-2.1'],
    [
      'its prompt in the title alone',
      item2({
        attributes: 'title="Capital?"',
        declarations: declare(['A']),
        body: choose(towns, { prompt: '' }),
      }),
      'qti-2.1',
      'single-choice: Capital? {«Capital?»} | Oslo 1, Bergen 0',
    ],
    ['a title that says untitled', good.replace('title=""', 'title="x" label="untitled"'), 'qti-2.1'],
    [
      'a reference to a text',
      good.replace('<itemBody', '<assessmentStimulusRef href="s.xml" identifier="s"/><itemBody'),
      'qti-2.1',
      goodRead,
    ],
    [
      'a comma as the decimal sign',
      item2({
        attributes: 'title=""',
        declarations: declare(['2,5'], { baseType: 'float' }),
        body: '<p>How far? <textEntryInteraction responseIdentifier="RESPONSE"/></p>',
      }),
      'qti-2.1',
      'numeric: How far? | 2,5 2.5..2.5 1',
    ],
  ])('%s', (_, text, format, question = goodRead) => {
    expect(readBriefly(text)).toMatchObject({ format, questions: [question] });
  });

  test('a wrong end tag is named by its line, and what stands there is read', () => {
    expect(readBriefly(good.replace('</itemBody>', '\n</b></itemBody>'))).toMatchObject({
      warnings: [expect.stringContaining('breaks its rules')],
    });
  });
});

describe('an item of QTI 2 that cannot be used', () => {
  const q = (body: string, declarations = declare(['A'])): string =>
    item2({ attributes: 'title=""', declarations, body });
  const entry = '<textEntryInteraction responseIdentifier="RESPONSE"/>';
  test.each([
    ['no right answer', q(choose(towns), declare([])), 'none of its answers is right'],
    ['a right answer that is not there', q(choose(towns), declare(['X'])), 'none of its answers is right'],
    ['no declaration', q(choose(towns), ''), 'none of its answers is right'],
    ['an empty choice', q(choose({ A: 'Oslo', B: '' })), 'its choice 2 is empty'],
    ['one choice', q(choose({ A: 'Oslo' })), 'it has only one of its choices'],
    ['nothing to answer', q('<p>Read.</p>'), 'it has nothing to answer'],
    [
      'an adaptive item of several steps',
      q(choose(towns) + choose(towns)).replace('adaptive="false"', 'adaptive="true"'),
      'it asks several things at once',
    ],
    [
      'a right answer that is computed',
      item2({
        declarations: '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="float"/>',
        body: '<p>Mean? <textEntryInteraction responseIdentifier="RESPONSE"/></p>',
      }),
      'its right answer is not told',
    ],
    [
      'a place in a picture',
      q('<p>Where?</p><hotspotInteraction responseIdentifier="RESPONSE"/>'),
      'interactions of the kind "hotspotInteraction" cannot be read',
    ],
    [
      'a file to upload',
      q('<p>Send!</p><uploadInteraction responseIdentifier="RESPONSE"/>'),
      'interactions of the kind "uploadInteraction" cannot be read',
    ],
    [
      'an order that is half told',
      q(choose(towns).replaceAll('choiceInteraction', 'orderInteraction')),
      'its right order is not told',
    ],
    [
      'pairs of several',
      q(
        '<matchInteraction responseIdentifier="RESPONSE"><prompt>Match</prompt><simpleMatchSet><simpleAssociableChoice identifier="x">x</simpleAssociableChoice></simpleMatchSet><simpleMatchSet><simpleAssociableChoice identifier="A">a</simpleAssociableChoice><simpleAssociableChoice identifier="B">b</simpleAssociableChoice><simpleAssociableChoice identifier="C">c</simpleAssociableChoice></simpleMatchSet></matchInteraction>',
        declare(['x A', 'x B']),
      ),
      'its pairs are not one to one',
    ],
    [
      'pictures for its gaps',
      q(
        '<gapMatchInteraction responseIdentifier="RESPONSE"><gapImg identifier="A"/><p>In <gap identifier="G"/></p></gapMatchInteraction>',
      ),
      'pictures are dragged into its gaps',
    ],
    [
      'no gaps',
      q(
        '<gapMatchInteraction responseIdentifier="RESPONSE"><gapText identifier="A">a</gapText><p>In.</p></gapMatchInteraction>',
      ),
      'it has no gaps that can be read',
    ],
    [
      'a number that is none',
      q(`<p>How far? ${entry}</p>`, declare(['far'], { baseType: 'float' })),
      'a number in its answers cannot be read',
    ],
    [
      'a gap whose number is none',
      q(`<p>${entry} and ${entry}</p>`, declare(['far'], { baseType: 'float' })),
      'a number in its answers cannot be read',
    ],
    ['words that are not told', q(`<p>Who? ${entry}</p>`, declare([], { baseType: 'string' })), ''],
  ])('%s', (_, text, reason) => {
    expect(readBriefly(text)).toMatch(
      /^quiz-no-questions: The quiz holds no question that can be asked\. The question ".+" was left out: /,
    );
    expect(readBriefly(text)).toContain(reason);
  });

  test.each([
    [
      'a test without its items',
      '<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="t"><testPart/></assessmentTest>',
      /^quiz-bad-lines: The test names its items/,
    ],
    [
      'entities that expand',
      good.replace('<assess', '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><assess'),
      /entities of its own/,
    ],
    ['an item a thousand deep', q('<div>'.repeat(1000)), /nested too deeply/],
    ['half a file', good.slice(0, 150), /^quiz-(?:bad-lines|no-questions)/],
  ])('%s is refused', (_, text, sentence) => {
    expect(readBriefly(text)).toMatch(sentence);
  });
});
