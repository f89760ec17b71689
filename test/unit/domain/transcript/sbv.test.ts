import { testTranscripts } from '../../../support/transcript-table.ts';

const hello = '0:00:00.000,0:00:05.320\nHello';

testTranscripts(
  'sbv',
  '0:00:00.000,0:00:05.320\nCafé\n\n0:00:05.320,0:00:08.000\nThanks.\n',
  ['0-5320 Café', '5320-8000 Thanks.'],
  [
    [
      'names before the words',
      '0:00:00.000,0:00:01.000\nAnn Lee: Hello\n\n0:00:01.000,0:00:02.000\nBob: Hi\n',
      ['0-1000 Ann Lee: Hello', '1000-2000 Bob: Hi'],
    ],
    ['no blank lines between', `${hello}\n0:00:05.320,0:00:08.000\nHi`, ['0-5320 Hello', '5320-8000 Hi']],
    ['blank lines inside a cue', `${hello}\n\nthere`, ['0-5320 Hello\nthere']],
    ['line breaks as YouTube writes them', '0:00:00.000,0:00:05.320\none[br]two', ['0-5320 one\ntwo']],
    ['more than a hundred hours', '100:00:00.000,100:00:01.000\nlate', ['360000000-360001000 late']],
    ['one digit of the second', '0:00:00.5,0:00:05.3\nHello', ['500-5300 Hello']],
    ['unpadded numbers', '0:0:0.0,0:0:5.0\nHello', ['0-5000 Hello']],
    ['spaces behind the times', hello.replace('\n', ' \t\n'), ['0-5320 Hello']],
    [
      'cues out of order',
      `0:00:09.000,0:00:10.000\nB\n\n${hello}`,
      ['0-5320 Hello', '9000-10000 B'],
      /sorted by time/,
    ],
    ['cues at one time', `${hello}\n\n${hello}`, ['0-5320 Hello', '0-5320 Hello']],
    ['overlaps', `${hello}\n\n0:00:03.000,0:00:09.000\nHi`, ['0-5320 Hello', '3000-9000 Hi']],
    [
      'a cue without words',
      `${hello}\n\n0:00:06.000,0:00:07.000\n`,
      ['0-5320 Hello'],
      /1 cue was left out: without words/,
    ],
    [
      'an end before its start',
      `${hello}\n\n0:00:07.000,0:00:06.000\nx`,
      ['0-5320 Hello'],
      /end is not after the start/,
    ],
    [
      'a minute that no clock shows',
      `${hello}\n\n0:75:00.000,0:76:00.000\nx`,
      ['0-5320 Hello\nx'],
      /Line 4 was left out/,
    ],
    ['words before the first cue', `Captions\n\n${hello}`, ['0-5320 Hello'], /Line 1 was left out/],
    ['cut off in its times', `${hello}\n\n0:00:06.0`, ['0-5320 Hello\n0:00:06.0']],
    ['only times', '0:00:00.000,0:00:05.320\n', 'transcript-no-cues'],
  ],
);
