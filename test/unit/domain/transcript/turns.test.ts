import { testTranscripts } from '../../../support/transcript-table.ts';

const umm = '0:0:3.270 --> 0:0:4.250\nJames Bond\nUmm.';
const begin = '0:0:4.250 --> 0:0:9.0\nAnn Lee\nSo: we begin.';
const both = ['3270-4250 James Bond: Umm.', '4250-9000 Ann Lee: So: we begin.'];

testTranscripts(
  'text',
  '0:0:3.270 --> 0:0:4.250\nRené Bond\nUmm, yes.\n\n0:0:4.250 --> 0:0:9.0\nAnn Lee\nSo: we begin.\n',
  ['3270-4250 René Bond: Umm, yes.', '4250-9000 Ann Lee: So: we begin.'],
  [
    ['no empty lines between turns', `${umm}\n${begin}`, both],
    ['an empty line between all lines', `${umm}\n${begin}`.replaceAll('\n', '\n\n'), both],
    [
      'spaces and tabs around lines',
      `\t${umm.replaceAll('\n', ' \n  ')}\n ${begin.replace(' --> ', '\t-->\t')}`,
      both,
    ],
    ['no spaces around the arrows', `${umm}\n${begin}`.replaceAll(' --> ', '-->'), both],
    [
      'spaces that do not break, as a document has them',
      `${umm}\n${begin}`.replaceAll(' --> ', '\u00A0-->\u00A0'),
      both,
    ],
    ['numbers before the times', `1\n${umm}\n\n2\n${begin}`, both],
    [
      'ids before the times',
      `0f8fad5b-d9cd-469f-a165-70867728950e/7-0\n${umm}\n0f8fad5b-d9cd-469f-a165-70867728950e/8-0\n${begin}`,
      both,
    ],
    ['times in both ways', `00:00:03.270 --> 00:00:04.250\nJames Bond\nUmm.\n${begin}`, both],
    [
      'no parts of a second',
      '0:0:3 --> 0:0:4\nJames Bond\nUmm.\n0:0:4 --> 0:0:9\nAnn Lee\nYes.',
      ['3000-4000 James Bond: Umm.', '4000-9000 Ann Lee: Yes.'],
    ],
    [
      'hours',
      '1:2:3.4 --> 1:2:9.0\nAnn Lee\nLate.\n\n10:0:0.0 --> 10:0:1.0\nBob\nVery.',
      ['3723400-3729000 Ann Lee: Late.', '36000000-36001000 Bob: Very.'],
    ],
    [
      'several lines in a turn',
      `${umm}\nWell,\nthen.\n${begin}`,
      ['3270-4250 James Bond: Umm.\nWell,\nthen.', '4250-9000 Ann Lee: So: we begin.'],
    ],
    [
      'no names',
      '0:0:1.0 --> 0:0:2.0\nthis is a whole sentence.\n\n0:0:2.0 --> 0:0:3.0\nso is this.',
      ['1000-2000 this is a whole sentence.', '2000-3000 so is this.'],
    ],
    [
      'names before the words, on their line',
      '0:0:1.0 --> 0:0:2.0\nAnn Lee: Hello.\n0:0:2.0 --> 0:0:3.0\nBob: Hi.',
      ['1000-2000 Ann Lee: Hello.', '2000-3000 Bob: Hi.'],
    ],
    [
      'one turn without a name among others',
      `${umm}\n${begin}\n0:0:9.0 --> 0:0:10.0\nMm.`,
      [...both, '9000-10000 Mm.'],
    ],
    [
      'speakers who were not recognised, and guests',
      '0:0:1.0 --> 0:0:2.0\nSpeaker 1\nHello.\n0:0:2.0 --> 0:0:3.0\nRay, Bob (Guest)\nHi.',
      ['1000-2000 Speaker 1: Hello.', '2000-3000 Ray, Bob (Guest): Hi.'],
    ],
    [
      'names with dots',
      '0:0:1.0 --> 0:0:2.0\nDr. A. Lee\nHello.\n0:0:2.0 --> 0:0:3.0\nMartin Luther Jr.\nHi.',
      ['1000-2000 Dr. A. Lee: Hello.', '2000-3000 Martin Luther Jr.: Hi.'],
    ],
    [
      'names in small letters',
      '0:0:1.0 --> 0:0:2.0\nann lee\nHello.\n0:0:2.0 --> 0:0:3.0\nbob\nHi.\n0:0:3.0 --> 0:0:4.0\nann lee\nSo.\n0:0:4.0 --> 0:0:5.0\nbob\nYes.',
      ['1000-2000 ann lee: Hello.', '2000-3000 bob: Hi.', '3000-4000 ann lee: So.', '4000-5000 bob: Yes.'],
    ],
    [
      'names and words from right to left',
      '0:0:1.0 --> 0:0:2.0\nדנה לוי\nשלום לכולם.\n0:0:2.0 --> 0:0:3.0\nعلي\nمرحبا',
      ['1000-2000 דנה לוי: שלום לכולם.', '2000-3000 علي: مرحبا'],
    ],
    ['emoji in names and words', '0:0:1.0 --> 0:0:2.0\nAnn 👩🏽‍🏫\n👍🏽 ok.', ['1000-2000 Ann 👩🏽‍🏫: 👍🏽 ok.']],
    [
      'turns out of order',
      `${begin}\n${umm}`,
      both,
      /^Some cues stood after later ones; the cues were sorted by time\.$/,
    ],
    [
      'turns at one time, and over one another',
      `${umm}\n0:0:3.270 --> 0:0:5.0\nAnn Lee\nYes.`,
      ['3270-4250 James Bond: Umm.', '3270-5000 Ann Lee: Yes.'],
    ],
    [
      'an end before its start, which is told from how much was said',
      `${umm}
0:0:9.0 --> 0:0:8.0
Ann Lee
Yes.`,
      ['3270-4250 James Bond: Umm.', '9000-10000 Ann Lee: Yes.'],
    ],
    ['times without words', `${umm}\n0:0:5.0 --> 0:0:6.0\n\n${begin}`, both],
    ['a name without words', `${umm}\n${begin}\n0:0:9.0 --> 0:0:10.0\nBob`, [...both, '9000-10000 Bob']],
    [
      'a title and a date before the turns',
      `Safety-20260915_143000-Meeting Recording\nSeptember 15, 2026\n\n${umm}\n${begin}`,
      both,
      /^Lines 1–2 were left out: no time stands above\.$/,
    ],
    [
      'a minute that no clock shows',
      `${umm}\n${begin}\n0:75:0.0 --> 0:76:0.0\nBob\nHi.`,
      [...both.slice(0, 1), '4250-9000 Ann Lee: So: we begin.\n0:75:0.0 --> 0:76:0.0\nBob\nHi.'],
    ],
    [
      'whole sentences before more words, which are no names',
      '0:0:1.0 --> 0:0:2.0\nWe begin now.\nGood.\n0:0:2.0 --> 0:0:3.0\n我们开始吧。\n好',
      ['1000-2000 We begin now.\nGood.', '2000-3000 我们开始吧。\n好'],
    ],
    [
      'cut off in a time',
      `${umm}\n${begin}\n0:0:9.0 -->`,
      [both[0] ?? '', '4250-9000 Ann Lee: So: we begin.\n0:0:9.0 -->'],
    ],
    ['nothing but times', '0:0:3.270 --> 0:0:4.250\n0:0:4.250 --> 0:0:9.0', 'transcript-no-cues'],
  ],
);
