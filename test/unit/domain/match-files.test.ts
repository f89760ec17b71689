import { expect, test } from 'vitest';
import { matchFiles, type FileToMatch } from '../../../domain/match-files.ts';
import { meetingIdIn, readClues } from '../../../domain/match-files/clues.ts';

type Given = [path: string, role: FileToMatch['role'], more?: Partial<FileToMatch>];

function match(...given: Given[]) {
  const files = given.map(([path, role, more]): FileToMatch => ({ path, role, bytes: 1000, ...more }));
  const { groups, leftOut } = matchFiles(files);
  return {
    groups: groups.map(({ title, beganAt, files: own }) => ({
      title,
      beganAt,
      files: own.map(({ path, role }) => `${role}: ${path}`),
    })),
    leftOut: leftOut.map(({ path }) => path),
    reasons: Object.fromEntries<string>([
      ...groups.flatMap(({ files: own }) => own.map(({ path, reason }): [string, string] => [path, reason])),
      ...leftOut.map(({ path, reason }): [string, string] => [path, reason]),
    ]),
  };
}

test.each<[what: string, path: string, clues: Record<string, unknown>]>([
  [
    'Zoom’s cloud',
    'GMT20260915-143012_Recording_1760x900.mp4',
    { date: '2026-09-15', time: '14:30:12', view: 'speaker', isLocalTime: undefined },
  ],
  [
    'its gallery',
    'GMT20260320-130023_Recording_gallery_2240x1260.mp4',
    { view: 'shared-gallery', time: '13:00:23' },
  ],
  ['its speaker’s camera', 'GMT20220708-143118_Recording_avo_640x360.mp4', { view: 'camera' }],
  ['its cameras', 'GMT20220708-143118_Recording_gvo_1280x720.mp4', { view: 'gallery' }],
  ['its screen', 'GMT20220708-143118_Recording_as_1600x900.mp4', { view: 'screen' }],
  ['its sound', 'GMT20211101-105301_Recording.m4a', { view: 'sound', date: '2021-11-01' }],
  [
    'its transcript',
    'GMT20250618-020153_Recording.transcript.vtt',
    { date: '2025-06-18', stem: 'gmt20250618 020153' },
  ],
  ['its newer chat', 'GMT20250618-020153_RecordingnewChat.txt', { time: '02:01:53', topic: undefined }],
  [
    'its older names with the topic',
    'GMT20200401-130501_Weekly-review_1920x1080.mp4',
    { topic: 'Weekly-review', view: 'speaker' },
  ],
  [
    'Zoom on a computer',
    '2026-09-15 14.30.12 Scoping the work 81234567890/video1234567890.mp4',
    {
      meetingId: '81234567890',
      date: '2026-09-15',
      time: '14:30:12',
      isLocalTime: true,
      topic: 'Scoping the work',
    },
  ],
  [
    'its folder without a number',
    "2019-08-14 09.00.07 Ana's Zoom Meeting/zoom_0.mp4",
    { meetingId: undefined, topic: "Ana's Zoom Meeting" },
  ],
  ['random numbers of its files', 'Zoom/audio1234567890.m4a', { meetingId: undefined, view: 'sound' }],
  ['a poll report', 'poll_81234567890_2026_09_15.csv', { meetingId: '81234567890', date: '2026-09-15' }],
  [
    'a newer poll report',
    '812 3456 7890 - 2026-09-15 - Poll Report-2 (1).csv',
    { meetingId: '81234567890', date: '2026-09-15' },
  ],
  [
    'Teams',
    'Daily Catch UP-20250605_150956-Meeting Recording.mp4',
    { date: '2025-06-05', time: '15:09:56', topic: 'Daily Catch UP', stem: 'daily catch up 20250605 150956' },
  ],
  [
    'Teams in Greenwich’s time',
    'Catch-up-20260317_005925UTC-Meeting Recording.mp4',
    { time: '00:59:25', topic: 'Catch-up' },
  ],
  ['Teams’ transcript', 'Daily Catch UP-20250605_150956-Meeting Transcript.vtt', { time: '15:09:56' }],
  [
    'Meet before 2023',
    'Planning (2022-03-04 at 09:15 GMT-8).mp4',
    { date: '2022-03-04', time: '09:15', isLocalTime: true, topic: 'Planning' },
  ],
  ['Meet on Windows', 'Planning (2022-03-04 at 09_15 GMT-8).mp4', { time: '09:15', topic: 'Planning' }],
  [
    'Meet now',
    'Planning - 2026_09_15 14_30 CEST - Recording.mp4',
    { date: '2026-09-15', time: '14:30', topic: 'Planning' },
  ],
  [
    'Meet’s transcript',
    'Planning - 2026_09_15 14_30 CEST - Transcript.docx',
    { date: '2026-09-15', topic: 'Planning' },
  ],
  [
    'Meet without a title',
    'abc-defg-hij (2026-09-15 at 14 30 GMT+2).mp4',
    { meetingId: 'abc-defg-hij', topic: undefined, date: '2026-09-15' },
  ],
  [
    'BigBlueButton',
    'presentation/183f0bf3a0982a127bdb8161e0c44eb696b3e75c-1623067518364/shapes.svg',
    { meetingId: '183f0bf3a0982a127bdb8161e0c44eb696b3e75c-1623067518364' },
  ],
  ['its screen', '183f/deskshare/deskshare.webm', { view: 'deskshare' }],
  ['its cameras', '183f/video/webcams.mp4', { view: 'webcams' }],
  ['its screen, downloaded alone', 'Downloads/deskshare.webm', { view: 'deskshare' }],
  ['its cameras, downloaded alone', 'webcams.webm', { view: 'webcams' }],
  ['OBS', '2026-09-15 14-30-12.mkv', { date: '2026-09-15', time: '14:30:12', isLocalTime: true }],
  ['a day alone', 'Webinar_20260915_final.mp4', { date: '2026-09-15', time: undefined }],
  ['a number that is no day', 'Take 20269999.mp4', { date: undefined, meetingId: undefined }],
  ['a telephone number in a word', 'call+49301234567x.mp4', { meetingId: undefined }],
])('reads the name of %s', (_what, path, clues) => {
  expect({ date: undefined, time: undefined, ...readClues(path) }).toMatchObject(clues);
});

test('takes a folder as Zoom’s cloud makes it', () => {
  const found = match(
    ['GMT20260915-143012_Recording_1760x900.mp4', 'recording'],
    ['GMT20260915-143012_Recording_gallery_1760x900.mp4', 'recording'],
    ['GMT20260915-143012_Recording.m4a', 'recording'],
    ['GMT20260915-143012_Recording.transcript.vtt', 'transcript'],
    ['GMT20260915-143012_Recording.cc.vtt', 'transcript'],
    ['GMT20260915-143012_RecordingnewChat.txt', 'chat'],
    ['GMT20260915-143012_Recording.txt', 'chat'],
    ['poll_81234567890_2026_09_15.csv', 'polls'],
    ['participants_81234567890.csv', 'attachment'],
  );
  expect(found.groups).toEqual([
    {
      title: undefined,
      beganAt: undefined,
      files: [
        'recording: GMT20260915-143012_Recording_1760x900.mp4',
        'transcript: GMT20260915-143012_Recording.transcript.vtt',
        'chat: GMT20260915-143012_RecordingnewChat.txt',
        'polls: poll_81234567890_2026_09_15.csv',
      ],
    },
  ]);
  expect(found.leftOut).toHaveLength(5);
  expect(found.reasons).toMatchObject({
    'GMT20260915-143012_RecordingnewChat.txt': 'same start in the name',
    'poll_81234567890_2026_09_15.csv': 'same day',
    'GMT20260915-143012_Recording.m4a': 'It is the same session again: the sound alone.',
  });
  expect(found.reasons['participants_81234567890.csv']).toMatch(/people who were there/);
  expect(found.reasons['GMT20260915-143012_Recording.cc.vtt']).toMatch(/transcript\.vtt is taken/);
});

test('takes Zoom’s folder on a computer, with the poll report beside it', () => {
  const folder = '2026-09-15 14.30.12 Scoping the work 81234567890';
  const found = match(
    [`${folder}/video1234567890.mp4`, 'recording'],
    [`${folder}/audio1234567890.m4a`, 'recording'],
    [`${folder}/chat.txt`, 'chat'],
    [`${folder}/playback.m3u`, 'attachment', { format: 'm3u' }],
    [`${folder}/Audio Record/audioAnaLopez1123.m4a`, 'recording'],
    ['poll_81234567890_2026_09_15.csv', 'polls'],
    ['outline.txt', 'outline'],
  );
  expect(found.groups).toEqual([
    {
      title: 'Scoping the work',
      beganAt: '14:30:12',
      files: [
        `recording: ${folder}/video1234567890.mp4`,
        `chat: ${folder}/chat.txt`,
        'polls: poll_81234567890_2026_09_15.csv',
        'outline: outline.txt',
      ],
    },
  ]);
  expect(found.reasons['poll_81234567890_2026_09_15.csv']).toBe('same meeting number');
  expect(found.reasons['outline.txt']).toBe('the only recording');
});

test('parts the sessions of a folder of folders, by number, day and folder', () => {
  const one = '2026-09-15 14.30.12 Scoping 81234567890';
  const two = '2026-09-22 14.30.03 Estimating 81234567890';
  const found = match(
    [`${one}/zoom_0.mp4`, 'recording'],
    [`${one}/meeting_saved_chat.txt`, 'chat'],
    [`${two}/zoom_0.mp4`, 'recording'],
    [`${two}/meeting_saved_chat.txt`, 'chat'],
    ['poll_81234567890_2026_09_22.csv', 'polls'],
    ['poll_99988877766_2026_09_22.csv', 'polls'],
    ['handout.pdf', 'attachment'],
  );
  expect(found.groups.map(({ files }) => files)).toEqual([
    [`recording: ${one}/zoom_0.mp4`, `chat: ${one}/meeting_saved_chat.txt`],
    [
      `recording: ${two}/zoom_0.mp4`,
      `chat: ${two}/meeting_saved_chat.txt`,
      'polls: poll_81234567890_2026_09_22.csv',
    ],
  ]);
  expect(found.reasons['poll_99988877766_2026_09_22.csv']).toBe(
    'It belongs to another meeting, 99988877766.',
  );
  expect(found.leftOut).toEqual(['poll_99988877766_2026_09_22.csv', 'handout.pdf']);
});

test('ties a report to its meeting by the number inside it', () => {
  const head =
    'Poll Report\nReport Generated:,"Sep 15, 2026"\nTopic,Webinar ID,Actual Start Time\n"Scoping","812 3456 7890","Sep 15, 2026 02:30 PM"\n';
  expect(meetingIdIn(head)).toBe('81234567890');
  const found = match(
    ['2026-09-15 14.30.12 Scoping 81234567890/zoom_0.mp4', 'recording'],
    ['2026-09-15 16.00.00 Other 71234567890/zoom_0.mp4', 'recording'],
    ['report.csv', 'polls', { meetingId: meetingIdIn(head) }],
  );
  expect(found.groups[0]?.files).toContain('polls: report.csv');
});

test('takes what Teams leaves', () => {
  const found = match(
    ['Catch-up-20260518_110724-Meeting Recording.mp4', 'recording'],
    ['Catch-up-20260518_110724-Meeting Transcript.vtt', 'transcript'],
    ['Catch-up.docx', 'transcript'],
    ['Catch-up - Attendance report 5-18-26.csv', 'attachment'],
    ['Catch-up (1-12).xlsx', 'polls', { format: 'xlsx' }],
  );
  expect(found.groups).toEqual([
    {
      title: 'Catch-up',
      beganAt: undefined,
      files: [
        'recording: Catch-up-20260518_110724-Meeting Recording.mp4',
        'transcript: Catch-up-20260518_110724-Meeting Transcript.vtt',
        'polls: Catch-up (1-12).xlsx',
      ],
    },
  ]);
  expect(found.leftOut).toEqual(['Catch-up - Attendance report 5-18-26.csv', 'Catch-up.docx']);
});

test('takes what Meet leaves in the Drive, of two meetings in one folder', () => {
  const found = match(
    ['Meet Recordings/Planning - 2026_09_15 14_30 CEST - Recording.mp4', 'recording'],
    ['Meet Recordings/Review - 2026_09_16 09_00 CEST - Recording.mp4', 'recording'],
    ['Meet Recordings/Planning - 2026_09_15 14_30 CEST - Transcript.docx', 'transcript'],
    ['Meet Recordings/Review - 2026_09_16 09_00 CEST - Transcript.docx', 'transcript'],
    ['Meet Recordings/Review - 2026_09_16 09_00 CEST - Chat.txt', 'chat'],
  );
  expect(found.groups.map(({ title, beganAt, files }) => [title, beganAt, files.length])).toEqual([
    ['Planning', '14:30', 2],
    ['Review', '09:00', 3],
  ]);
  expect(found.leftOut).toEqual([]);
});

test('takes what BigBlueButton publishes: screen, cameras, slides, polls and chat', () => {
  const root = 'presentation/183f0bf3a0982a127bdb8161e0c44eb696b3e75c-1623067518364';
  const found = match(
    [`${root}/video/webcams.webm`, 'recording'],
    [`${root}/deskshare/deskshare.webm`, 'recording'],
    [`${root}/shapes.svg`, 'outline', { format: 'bigbluebutton' }],
    [`${root}/presentation_text.json`, 'attachment'],
    [`${root}/slides_new.xml`, 'chat'],
    [`${root}/polls.json`, 'polls'],
    [`${root}/caption_en-US.vtt`, 'transcript'],
    [`${root}/metadata.xml`, 'attachment'],
    [`${root}/cursor.xml`, 'attachment'],
    [`${root}/presentation/a1b2/slide-1.png`, 'attachment'],
    [`${root}/presentation/a1b2/thumbnails/thumb-1.png`, 'attachment'],
  );
  expect(found.groups.map(({ files }) => files)).toEqual([
    [
      `recording: ${root}/deskshare/deskshare.webm`,
      `camera: ${root}/video/webcams.webm`,
      `outline: ${root}/shapes.svg`,
      `slide-texts: ${root}/presentation_text.json`,
      `chat: ${root}/slides_new.xml`,
      `polls: ${root}/polls.json`,
      `transcript: ${root}/caption_en-US.vtt`,
    ],
  ]);
  expect(found.leftOut).toHaveLength(4);
});

test('takes BigBlueButton’s two pictures together where they lie beside each other', () => {
  const names = ['outline.txt', 'webcams.webm', 'deskshare.webm'];
  for (const at of ['', 'session/']) {
    const [outline = '', ...pictures] = names.map((name) => `${at}${name}`);
    const found = match(
      [outline, 'outline', { format: 'text' }],
      ...pictures.map((picture): [string, 'recording'] => [picture, 'recording']),
    );
    expect(found.groups.map(({ files }) => files)).toEqual([
      [`recording: ${at}deskshare.webm`, `camera: ${at}webcams.webm`, `outline: ${outline}`],
    ]);
    expect(found.leftOut).toEqual([]);
  }
});

test('prefers an outline that somebody wrote to the slides', () => {
  const found = match(
    ['video/webcams.webm', 'recording'],
    ['shapes.svg', 'outline', { format: 'bigbluebutton' }],
    ['outline.txt', 'outline', { format: 'text' }],
  );
  expect(found.groups[0]?.files).toEqual(['recording: video/webcams.webm', 'outline: outline.txt']);
  expect(found.leftOut).toEqual(['shapes.svg']);
});

test('takes the camera beside a screen as the second picture', () => {
  const found = match(
    ['GMT20260915-143012_Recording_as_1600x900.mp4', 'recording'],
    ['GMT20260915-143012_Recording_avo_640x360.mp4', 'recording'],
    ['session/screen.mp4', 'recording'],
    ['session/webcam.mp4', 'recording'],
  );
  expect(found.groups.map(({ files }) => files)).toEqual([
    [
      'recording: GMT20260915-143012_Recording_as_1600x900.mp4',
      'camera: GMT20260915-143012_Recording_avo_640x360.mp4',
    ],
    ['recording: session/screen.mp4', 'camera: session/webcam.mp4'],
  ]);
});

test('names what has no recording, and what fits two equally', () => {
  expect(match(['chat.txt', 'chat']).reasons).toEqual({
    'chat.txt': 'There is no recording that it could belong to.',
  });
  const found = match(
    ['a.mp4', 'recording'],
    ['b.mp4', 'recording'],
    ['notes.pdf', 'attachment'],
    ['b.vtt', 'transcript'],
  );
  expect(found.reasons['notes.pdf']).toMatch(/fits 2 recordings equally/);
  expect(found.groups[1]?.files).toEqual(['recording: b.mp4', 'transcript: b.vtt']);
});

test('keeps every quiz, poll report and attachment', () => {
  const found = match(
    ['s.mp4', 'recording'],
    ['1.gift', 'quiz'],
    ['2.gift', 'quiz'],
    ['polls 1.csv', 'polls'],
    ['polls 2.csv', 'polls'],
    ['a.pdf', 'attachment'],
    ['templates/b.docx', 'attachment'],
  );
  expect(found.groups[0]?.files).toHaveLength(7);
});

test('leaves a transcript of another day out, though there is one recording only', () => {
  const found = match(
    ['GMT20260915-143012_Recording_1760x900.mp4', 'recording'],
    ['GMT20260801-100000_Recording.transcript.vtt', 'transcript'],
    ['Handout 2024-01-05.pdf', 'attachment'],
  );
  expect(found.reasons['GMT20260801-100000_Recording.transcript.vtt']).toBe(
    'Its name tells another day, 2026-08-01.',
  );
  expect(found.groups[0]?.files).toContain('attachment: Handout 2024-01-05.pdf');
});
