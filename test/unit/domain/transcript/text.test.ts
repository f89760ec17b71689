import { testTranscripts } from '../../../support/transcript-table.ts';

const notice = 'This editable transcript was computer generated and might contain errors.';

testTranscripts(
  'text',
  '[0:00] Ann Lee: Hé, all of you here.\n[0:05] Bob: Hello to you as well.\n',
  ['0-5000 Ann Lee: Hé, all of you here.', '5000-6365 Bob: Hello to you as well.'],
  [
    [
      'what speech recognition prints',
      '[00:00.000 --> 00:05.500]  Hello there.\n[00:05.500 --> 00:09.480]  And welcome.',
      ['0-5500 Hello there.', '5500-9480 And welcome.'],
    ],
    [
      "Meet's notice before the words",
      `Transcript\n${notice}\n00:00:00\nAnn Lee: Welcome.\n00:05:00\nAnn Lee: Next.\nTranscription ended after 00:06:00`,
      ['0-300000 Ann Lee: Welcome.', '300000-360000 Ann Lee: Next.'],
    ],
    [
      "Meet's notice behind the words",
      `00:00:00\nAnn Lee: Welcome.\n00:05:00\nAnn Lee: Next.\n${notice}\nmore`,
      ['0-300000 Ann Lee: Welcome.', '300000-301000 Ann Lee: Next.'],
    ],
    [
      'names before times',
      'Ann Lee  0:03\nWelcome everybody.\n\nBob Ray  0:15\nThanks.\nA second line.',
      ['3000-15000 Ann Lee: Welcome everybody.', '15000-16430 Bob Ray: Thanks.\nA second line.'],
    ],
    [
      'times in brackets behind names',
      'Ann Lee (00:03):\nWelcome everybody.\n\nBob Ray (00:15):\nThanks.',
      ['3000-15000 Ann Lee: Welcome everybody.', '15000-16000 Bob Ray: Thanks.'],
    ],
    [
      'several turns under one time',
      '00:00:00\nAnn: Hello.\nBob: Hello!\n00:00:10\nAnn: Bye.',
      ['0-5000 Ann: Hello.', '5000-10000 Bob: Hello!', '10000-11000 Ann: Bye.'],
      /1 turn has no time/,
    ],
    [
      'lines before the first time',
      'A webinar\n\n[0:00] Ann: Hello.\n[0:05] Bob: Hi.',
      ['0-5000 Ann: Hello.', '5000-6000 Bob: Hi.'],
      /Line 1 was left out/,
    ],
    [
      'hours',
      '[1:00:00] Ann: Hello.\n[1:00:05] Bob: Hi.',
      ['3600000-3605000 Ann: Hello.', '3605000-3606000 Bob: Hi.'],
    ],
    ['round brackets', '(0:00) Ann: Hello.\n(0:05) Bob: Hi.', ['0-5000 Ann: Hello.', '5000-6000 Bob: Hi.']],
    [
      'dashes behind the times',
      '0:00 - Ann: Hello.\n0:05 - Bob: Hi.',
      ['0-5000 Ann: Hello.', '5000-6000 Bob: Hi.'],
    ],
    [
      'a colon in what was said',
      '[0:00] Ann: Two things: this and that.\n[0:05] Bob: Hi.',
      ['0-5000 Ann: Two things: this and that.', '5000-6000 Bob: Hi.'],
    ],
    [
      'times out of order',
      '[0:05] Bob: Hi.\n[0:00] Ann: Hello.',
      ['0-1000 Ann: Hello.', '5000-6000 Bob: Hi.'],
      /sorted by time/,
    ],
    ['no times', 'Ann: Hello.\nBob: Hi.', 'transcript-unknown'],
    ['an outline', '0:00 Intro\n5:30 Scoping', 'transcript-unknown'],
  ],
);
