import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { recogniseFile } from '../../../domain/recognise-file.ts';
import { makeDocx, makeXlsx } from '../../support/documents.ts';

const bytes = (text: string): Uint8Array =>
  Uint8Array.from(Array.from(text, (character) => character.charCodeAt(0)));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const zipOf = (...names: string[]): Uint8Array =>
  zipSync(Object.fromEntries(names.map((name) => [name, utf8('<a/>')])));
const packets = (length: number, offset: number): Uint8Array => {
  const stream = new Uint8Array(length * 3 + offset);
  for (const packet of [0, 1, 2]) stream[offset + packet * length] = 0x47;
  return stream;
};

describe('media and documents are told by their first bytes', () => {
  test.each<[format: string, role: string, content: Uint8Array]>([
    ['mp4', 'recording', bytes('\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41')],
    ['mov', 'recording', bytes('\0\0\0\x14ftypqt  \0\0\0\0qt  ')],
    ['m4a', 'recording', bytes('\0\0\0\x20ftypM4A \0\0\0\0')],
    ['mov', 'recording', bytes('\0\0\0\x08wide\0\0\0\0mdat')],
    ['webm', 'recording', bytes('\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm')],
    ['mkv', 'recording', bytes('\x1a\x45\xdf\xa3\xa3\x42\x86\x81\x01\x42\x82\x88matroska')],
    ['avi', 'recording', bytes('RIFF\x24\0\0\0AVI LIST')],
    ['wav', 'recording', bytes('RIFF\x24\0\0\0WAVEfmt ')],
    ['flv', 'recording', bytes('FLV\x01\x05\0\0\0\x09')],
    ['ts', 'recording', packets(188, 0)],
    ['ts', 'recording', packets(192, 4)],
    ['mp3', 'recording', bytes('ID3\x03\0\0\0')],
    ['mp3', 'recording', bytes('\xff\xfb\x90\x64\0\0')],
    [
      'pbf',
      'outline',
      bytes(`\xff\xfe${Array.from('[Bookmark]\n0=0*A*1\n1=9*B*1', (one) => `${one}\0`).join('')}`),
    ],
    ['aac', 'recording', bytes('\xff\xf1\x50\x80')],
    ['ogg', 'recording', bytes('OggS\0\x02')],
    ['flac', 'recording', bytes('fLaC\0\0')],
    ['wmv', 'recording', bytes('\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9')],
    ['pdf', 'attachment', bytes('%PDF-1.7\n%\xe2\xe3')],
    ['docx', 'attachment', zipOf('[Content_Types].xml', 'word/document.xml')],
    ['xlsx', 'attachment', zipOf('[Content_Types].xml', 'xl/workbook.xml')],
    ['pptx', 'attachment', zipOf('ppt/presentation.xml')],
    [
      'odt',
      'attachment',
      zipSync({ mimetype: bytes('application/vnd.oasis.opendocument.text') }, { level: 0 }),
    ],
    // By its files' names, and not by what happens to stand in them.
    ['zip', 'attachment', zipSync({ 'notes.txt': bytes('word/ xl/ ppt/ h5p.json') }, { level: 0 })],
    ['zip', 'attachment', bytes('PK\x03\x04\x14\0\0\0notes.txt')],
    ['ole', 'attachment', bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0')],
    ['png', 'attachment', bytes('\x89PNG\r\n\x1a\n\0\0')],
    ['jpeg', 'attachment', bytes('\xff\xd8\xff\xe0\0\x10JFIF')],
    ['heic', 'attachment', bytes('\0\0\0\x18ftypheic\0\0\0\0')],
    ['webp', 'attachment', bytes('RIFF\x24\0\0\0WEBPVP8 ')],
    ['binary', 'attachment', Uint8Array.from({ length: 500 }, (_, index) => (index * 7919) % 256)],
    ['empty', 'attachment', new Uint8Array()],
  ])('%s', (format, role, content) => {
    expect(recogniseFile(content, 'whatever.mp4')).toMatchObject({ role, format });
  });
});

const zoomTranscript =
  'WEBVTT\r\n\r\n1\r\n00:00:01.000 --> 00:00:05.000\r\nAnn Lee: Welcome.\r\n\r\n2\r\n00:00:05.000 --> 00:00:08.000\r\nBob: Thanks.\r\n';

describe('texts are told by what they say', () => {
  test.each<[string, string, string, object]>([
    [
      'Zoom transcript',
      zoomTranscript,
      'a.vtt',
      { role: 'transcript', format: 'webvtt', summary: '2 cues, 2 speakers' },
    ],
    [
      'captions',
      'WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n\n00:05.000 --> 00:06.000\nyou',
      'a.vtt',
      { role: 'transcript', summary: '2 cues' },
    ],
    [
      'WebVTT chapters',
      'WEBVTT\n\n00:00.000 --> 05:30.000\nIntro\n\n05:30.000 --> 10:00.000\nScoping',
      'a.vtt',
      { role: 'outline', format: 'webvtt', summary: '2 chapters' },
    ],
    [
      'WebVTT chapters by name',
      'WEBVTT\n\n00:00.000 --> 00:05.000\nIntro',
      'chapters.vtt',
      { role: 'outline' },
    ],
    [
      'a CUE sheet, whose lines could be names and what they said',
      'TITLE: x\nTRACK 01 AUDIO\nTITLE "A"\nINDEX 01 00:00:00\nTRACK 02 AUDIO\nTITLE "B"\nINDEX 01 05:00:00',
      'a.txt',
      { role: 'outline', format: 'cue', summary: '2 chapters' },
    ],
    [
      "a chat in its writer's language, with dates",
      '2026-03-05 14:30:12 Von Ann an Alle:\n\tHallo\n2026-03-05 14:31:12 Von Bob an Alle:\n\tHallo',
      'a.txt',
      { role: 'chat' },
    ],
    [
      'votes in a table',
      'Question;Answer;Votes\nReady?;Yes;5\nReady?;No;2',
      'a.csv',
      { role: 'polls', format: 'table' },
    ],
    [
      'questions in a table',
      'Question,Answer 1,Answer 2,Correct answer\nCapital?,Oslo,Bergen,1',
      'a.csv',
      { role: 'quiz', format: 'table', summary: '1 question' },
    ],
    ['SRT', '1\n00:00:01,000 --> 00:00:02,000\nhi\n', 'a.txt', { role: 'transcript', format: 'srt' }],
    ['SBV', '0:00:01.000,0:00:02.000\nhi\n', 'a.txt', { role: 'transcript', format: 'sbv' }],
    [
      'outline',
      '0:00 Intro\n5:30 Scoping',
      'a.txt',
      { role: 'outline', format: 'text', confidence: 'certain', summary: '2 chapters' },
    ],
    ['outline in UTF-16', '\uFEFF0:00 Intro\n5:30 Scoping', 'a.txt', { role: 'outline' }],
    [
      'outline with a wrong time',
      '0:00 Intro\n1:75:00 Scoping',
      'a.txt',
      { role: 'outline', confidence: 'likely' },
    ],
    [
      'outline in prose',
      'Dear all,\nhere is the list.\nIt is long.\nVery.\nSo long.\n0:00 Intro\n5:30 Scoping',
      'a.txt',
      { role: 'outline', confidence: 'likely' },
    ],
    ['outline table', 'start,title\n0:00,Intro\n5:30,Scoping', 'a.csv', { role: 'outline', format: 'csv' }],
    [
      'outline JSON',
      '{"chapters":[{"startTime":0,"title":"A"}]}',
      'a.json',
      { role: 'outline', format: 'podcasting-json' },
    ],
    ['GIFT', '::Q::Is it? {T}', 'a.txt', { role: 'quiz', format: 'gift', summary: '1 question' }],
    [
      'GIFT with times in it',
      'At 0:30 what? {=a ~b}\n\nAt 0:45 what? {=c ~d}',
      'a.txt',
      { role: 'quiz', format: 'gift' },
    ],
    [
      'GIFT with an open brace',
      '::Q::Is it? {T}\n\n::R::And it? {=a',
      'a.txt',
      { role: 'quiz', format: 'gift', confidence: 'likely' },
    ],
    ['Aiken', 'Q?\nA) a\nB) b\nANSWER: B', 'a.txt', { role: 'quiz', format: 'aiken' }],
    ['quiz JSON', '{"questions":[{"prompt":"Q","answer":true}]}', 'a.json', { role: 'quiz', format: 'json' }],
    [
      'quiz JSON cut off',
      '{"questions":[{"prompt":"Q",',
      'a.json',
      { role: 'quiz', format: 'json', confidence: 'likely' },
    ],
    [
      'Zoom chat',
      '00:01:10\tAnn Lee:\tHello\r\n00:01:12\tBob:\tsee https://x.org\r\nmore\r\n',
      'chat.txt',
      { role: 'chat', format: 'zoom' },
    ],
    [
      'Zoom chat saved by hand',
      '09:01:10 From Ann Lee to Everyone:\n\tHello\n',
      'chat.txt',
      { role: 'chat' },
    ],
    [
      'Zoom polls, old',
      '\uFEFF#,User Name,User Email,Submitted Date/Time,\r\n1,Ann,a@x.org,"Nov 23, 2020 10:41:25",Q,A,\r\n',
      'a.csv',
      { role: 'polls', format: 'zoom' },
    ],
    ['Zoom polls, new', 'Poll Report\nReport generated time,2026\n', 'a.csv', { role: 'polls' }],
    [
      'Zoom polls, in between',
      'Overview\nGenerate Time,Meeting Topic\nx,y\nLaunched Polls\n#,Poll Name\n',
      'a.csv',
      { role: 'polls' },
    ],
    [
      'BigBlueButton polls',
      '[{"timestamp":1,"question":"Q","answers":[{"key":"A","numVotes":2}]}]',
      'polls.json',
      { role: 'polls', format: 'bigbluebutton' },
    ],
    [
      'prose',
      'Dear all,\nthank you for coming.',
      'letter.txt',
      { role: 'attachment', format: 'text', confidence: 'guess' },
    ],
    [
      'prose with one time',
      'Dear all,\nwe meet at 9:30\nin the office.',
      'letter.txt',
      { role: 'attachment' },
    ],
    ['a style sheet', 'a { color: #fff }\nb { x: y }', 'a.css', { role: 'attachment' }],
    [
      'a playlist named as a video',
      '#EXTM3U\n#EXTINF:10,\nhttp://10.0.0.1/a.ts\n',
      'a.mp4',
      { role: 'attachment', format: 'm3u' },
    ],
    [
      'a concat script named as a video',
      "ffconcat version 1.0\nfile '/etc/passwd'\n",
      'a.mp4',
      { role: 'attachment', format: 'ffconcat' },
    ],
    ['a text named as a video', 'This is no video.', 'a.mp4', { role: 'attachment', format: 'text' }],
  ])('%s', (_, text, name, expected) => {
    expect(recogniseFile(utf8(text), name, { whole: true })).toMatchObject(expected);
  });

  test('the start of a file gives no summary', () => {
    const start = utf8(zoomTranscript.slice(0, -5));
    expect(recogniseFile(start, 'a.vtt')).toEqual({
      role: 'transcript',
      format: 'webvtt',
      confidence: 'certain',
    });
  });
});

describe('any bytes at all', () => {
  test('are recognised as something', () => {
    const starts = fc.constantFrom(
      '',
      'WEBVTT\n',
      '{"questions":',
      '::Q::{',
      '0:00 A\n',
      'PK\x03\x04',
      '\x1a\x45\xdf\xa3',
      '#,User Name',
    );
    fc.assert(
      fc.property(starts, fc.uint8Array({ maxLength: 300 }), (start, rest) => {
        expect(recogniseFile(Uint8Array.from([...bytes(start), ...rest]), 'x').role).toMatch(/^[a-z]+$/);
      }),
      { numRuns: 1000 },
    );
  });

  test.each(['{', '{=', '0:00 ', '\n', '<', ' ', '00:00:01\t', '"', '[', '::', 'From '])(
    '300 kB of %j end in good time',
    (unit) => {
      const started = performance.now();
      recogniseFile(utf8(unit.repeat(300_000 / unit.length)), 'x.txt', { whole: true });
      expect(performance.now() - started).toBeLessThan(10_000);
    },
    30_000,
  );
});

describe('documents, polls and chats are told by what is in them', () => {
  const whole = { whole: true };
  const form = [
    ['ID', 'Start time', 'Completion time', 'Email', 'Name', 'Ready?'],
    [1, 1, 2, 'anonymous', '', 'Yes'],
  ];
  test.each<[string, Uint8Array, string, object]>([
    [
      'a transcript in Word',
      makeDocx(['Ann   0:03\nHi there.', 'Bob   0:05\nHo.', 'Ann   0:09\nSo.']),
      't.docx',
      { role: 'transcript', format: 'docx', summary: '3 cues, 2 speakers' },
    ],
    [
      'a handout in Word',
      makeDocx(['Dear all,', '14:30 Welcome']),
      't.docx',
      { role: 'attachment', format: 'docx' },
    ],
    ['answers in Excel', makeXlsx(form), 'a.xlsx', { role: 'polls', format: 'xlsx', summary: '1 poll' }],
    [
      'a table of questions in Excel',
      makeXlsx([
        ['Question', 'Answer'],
        ['Ready?', 'Yes'],
      ]),
      'a.xlsx',
      { role: 'quiz', format: 'xlsx' },
    ],
    ['a budget in Excel', makeXlsx([['Item', 'Cost']]), 'a.xlsx', { role: 'attachment' }],
    [
      'answers of a form',
      utf8(form.map((row) => row.join(',')).join('\n')),
      'a.csv',
      { role: 'polls', format: 'forms' },
    ],
    [
      'events of BigBlueButton',
      utf8('<recording><event eventname="PollStartedRecordEvent"/></recording>'),
      'events.xml',
      { role: 'polls', format: 'bigbluebutton-events' },
    ],
    [
      'a chat of BigBlueButton',
      utf8('<popcorn><chattimeline in="1" name="A" message="x"/></popcorn>'),
      'slides_new.xml',
      { role: 'chat', format: 'bigbluebutton', confidence: 'certain' },
    ],
    [
      'slides of BigBlueButton',
      utf8('<svg><image in="0" out="9" xlink:href="a/slide-1.png"/></svg>'),
      'shapes.svg',
      { role: 'outline', format: 'bigbluebutton' },
    ],
    [
      'a chat of Meet',
      utf8('0:00:01.000,0:00:02.000\nAnn: hi\n'),
      'Chat Log.sbv',
      { role: 'chat', format: 'meet', confidence: 'likely' },
    ],
    [
      'captions in SBV',
      utf8('0:00:01.000,0:00:02.000\nAnn: hi\n'),
      'captions.sbv',
      { role: 'transcript', format: 'sbv' },
    ],
    ['a chat of Teams by its name', utf8('[14:30] Ann\nhi\n'), 'chat.txt', { role: 'chat', format: 'teams' }],
    [
      'an outline in brackets',
      utf8('[0:00] Welcome\n[14:30] Scoping\n'),
      'a.txt',
      { role: 'outline', format: 'text' },
    ],
    [
      'an outline with colons',
      utf8('0:00 Part 1: Welcome\n14:30 Part 2: Scoping\n'),
      'a.txt',
      { role: 'outline', format: 'text' },
    ],
    [
      'a transcript in text',
      utf8('[00:00:05] Ann: Hello\n[00:00:09] Bob: Hi\n[00:00:10] Ann: So\n'),
      'a.txt',
      { role: 'transcript', format: 'text' },
    ],
    [
      'TTML',
      utf8('<tt><body><div><p begin="1s" end="2s">a</p></div></body></tt>'),
      'a.dfxp',
      { role: 'transcript', format: 'ttml' },
    ],
  ])('%s', (_, content, name, expected) => {
    expect(recogniseFile(content, name, whole)).toMatchObject(expected);
  });
});
