import { formatTime, formatTimestamp } from '../../domain/time.ts';

/** A format as files that can be made of any length: what leads, what repeats, what ends. */
export interface Growing {
  head?: string;
  item: (index: number) => string;
  tail?: string;
}

const everyMs = 5000;
const start = (index: number): string => formatTimestamp(index * everyMs);
const end = (index: number): string => formatTimestamp((index + 1) * everyMs);
const comma = (time: string): string => time.replace('.', ',');
const frames = (index: number): string => start(index).replace(/\.\d+$/, ':00');
const speakers = ['Ann Lee', 'Bob', 'Cy de Vries'];
const speaker = (index: number): string => speakers[index % speakers.length] ?? '';
const clock = (index: number): string => start(index % 17_000).slice(0, 8);

/** Outlines by the format that their reader tells. */
export const outlineFiles: Readonly<Record<string, Growing>> = {
  text: { item: (index) => `${formatTime(index * everyMs)} Part ${index} of the work\n` },
  csv: {
    head: 'start,end,title\n',
    item: (index) => `${index * 5},${index * 5 + 5},"Part ${index}, and more"\n`,
  },
  webvtt: { head: 'WEBVTT\n\n', item: (index) => `${start(index)} --> ${end(index)}\nPart ${index}\n\n` },
  srt: {
    item: (index) => `${index + 1}\n${comma(start(index))} --> ${comma(end(index))}\nPart ${index}\n\n`,
  },
  podlove: {
    head: '<?xml version="1.0"?><psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters">',
    item: (index) => `<psc:chapter start="${start(index)}" title="Part ${index} &amp; more"/>\n`,
    tail: '</psc:chapters>',
  },
  json: {
    head: '{"version":"1.2.0","chapters":[{"startTime":0,"title":"Part"}',
    item: (index) => `,\n{"startTime":${index * 5 + 5},"title":"Part ${index}"}`,
    tail: ']}',
  },
  ffmetadata: {
    head: ';FFMETADATA1\n',
    item: (index) =>
      `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${index * everyMs}\nEND=${(index + 1) * everyMs}\ntitle=Part \\= ${index}\n`,
  },
  'matroska-xml': {
    head: '<?xml version="1.0"?><Chapters><EditionEntry>',
    item: (index) =>
      `<ChapterAtom><ChapterTimeStart>${start(index)}</ChapterTimeStart><ChapterDisplay><ChapterString>Part ${index}</ChapterString></ChapterDisplay></ChapterAtom>\n`,
    tail: '</EditionEntry></Chapters>',
  },
  cue: {
    head: 'FILE "a.mp3" MP3\n',
    item: (index) =>
      `  TRACK 01 AUDIO\n    TITLE "Part ${index}"\n    INDEX 01 ${String(index % 9999).padStart(2, '0')}:00:00\n`,
  },
  pbf: { head: '[Bookmark]\n', item: (index) => `${index}=${index * everyMs}*Part ${index}*2800\n` },
  ogm: {
    item: (index) =>
      `CHAPTER${String(index + 1).padStart(2, '0')}=${start(index)}\nCHAPTER${String(index + 1).padStart(2, '0')}NAME=Part ${index}\n`,
  },
  edl: {
    head: 'TITLE: Webinar\nFCM: NON-DROP FRAME\n\n',
    item: (index) =>
      `${String(index % 1000).padStart(3, '0')}  AX V C ${frames(index % 17_000)} ${frames((index + 1) % 17_000)} ${frames(index % 17_000)} ${frames((index + 1) % 17_000)}\n* FROM CLIP NAME: Part ${index}\n`,
  },
  'mplayer-edl': { item: (index) => `${index * 5} ${index * 5 + 5} 2\n` },
  fcpxml: {
    head: '<?xml version="1.0"?><fcpxml version="1.10"><library><event><project><sequence tcStart="0s"><spine>',
    item: (index) =>
      `<asset-clip offset="${index * 5}s" start="0s" duration="5s"><chapter-marker start="1001/30000s" value="Part ${index}"/></asset-clip>\n`,
    tail: '</spine></sequence></project></event></library></fcpxml>',
  },
  otio: {
    head: '{"OTIO_SCHEMA":"Timeline.1","tracks":{"OTIO_SCHEMA":"Stack.1","children":[],"markers":[null',
    item: (index) =>
      `,\n{"OTIO_SCHEMA":"Marker.2","name":"Part ${index}","marked_range":{"start_time":{"value":${index * 125},"rate":25},"duration":{"value":0,"rate":25}}}`,
    tail: ']}}',
  },
  bigbluebutton: {
    head: '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">',
    item: (index) =>
      `<image id="image${index}" class="slide" in="${index * 5}.0" out="${index * 5 + 5}.0" xlink:href="presentation/a-1/slide-${index % 99_999}.png" width="1" height="1"/>\n`,
    tail: '</svg>',
  },
  icalendar: {
    head: 'BEGIN:VCALENDAR\nVERSION:2.0\n',
    item: (index) =>
      `BEGIN:VEVENT\nDTSTART:20260915T${clock(index).replaceAll(':', '')}Z\nSUMMARY:Part ${index} of\n  the work\nEND:VEVENT\n`,
    tail: 'END:VCALENDAR\n',
  },
  agenda: {
    item: (index) =>
      `${(index % 12) + 1}:${String(index % 60).padStart(2, '0')} PM Part ${index} of the work\n`,
  },
};

/** Transcripts by format. */
export const transcriptFiles: Readonly<Record<string, Growing>> = {
  webvtt: {
    head: 'WEBVTT\n\n',
    item: (index) =>
      `${index}\n${start(index)} --> ${end(index)}\n${speaker(index)}: What was said: ${index}.\n\n`,
  },
  srt: {
    item: (index) =>
      `${index + 1}\n${comma(start(index))} --> ${comma(end(index))}\nWhat was <i>said</i> ${index}.\n\n`,
  },
  sbv: { item: (index) => `${start(index)},${end(index)}\nWhat was said ${index}.\n\n` },
  ttml: {
    head: '<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml"><body><div>',
    item: (index) => `<p begin="${start(index)}" end="${end(index)}">What was<br/>said ${index}.</p>\n`,
    tail: '</div></body></tt>',
  },
  text: {
    item: (index) =>
      `${speaker(index)} ${formatTime((index % 100_000) * everyMs)}\nWhat was said was this, number ${index}.\n`,
  },
};

/** Chats by format. */
export const chatFiles: Readonly<Record<string, Growing>> = {
  zoom: {
    item: (index) => `${clock(index)}\t${speaker(index)}:\tSee https://example.org/${index} and more\n`,
  },
  'zoom-local': {
    item: (index) =>
      `${clock(index)} From ${speaker(index)} to Everyone:\n\tWhat is next, number ${index}?\n`,
  },
  teams: {
    item: (index) => `[9/15/26, ${clock(index)}] ${speaker(index)}: What is next, number ${index}?\n`,
  },
  'teams-json': {
    head: '{"value":[null',
    item: (index) =>
      `,\n{"createdDateTime":"2026-09-15T14:31:00Z","from":{"user":{"displayName":"${speaker(index)}"}},"body":{"contentType":"html","content":"<p>See <a href=\\"https://example.org/${index}\\">this</a></p>"}}`,
    tail: ']}',
  },
  bigbluebutton: {
    head: '<?xml version="1.0"?><popcorn>',
    item: (index) =>
      `<chattimeline in="${index}" direction="down" name="${speaker(index)}" message="Number ${index} &lt;br/&gt; and more" target="chat"/>\n`,
    tail: '</popcorn>',
  },
  meet: {
    item: (index) => `${start(index)},${end(index)}\n${speaker(index)}: What is next, number ${index}?\n\n`,
  },
};

const person = (index: number): string =>
  `${index + 1},${speaker(index)},person${index}@example.org,"Jan 6, 2026 10:05:00"`;

/** Polls that are text of their own kind, by format. */
export const pollsFiles: Readonly<Record<string, Growing>> = {
  bigbluebutton: {
    head: '[{"timestamp":1,"type":"TF","question":"Ready?","answers":[{"key":"True","numVotes":1}],"responders":1}',
    item: (index) =>
      `,\n{"timestamp":${index},"type":"TF","question":"Ready for ${index}?","answers":[{"key":"True","numVotes":3},{"key":"False","numVotes":1}],"responders":4}`,
    tail: ']',
  },
  'bigbluebutton-events': {
    head: '<recording><event eventname="PollStartedRecordEvent"><pollId>p</pollId><question>Ready?</question><type>TF</type><answers>[{"id":0,"key":"Yes"},{"id":1,"key":"No"}]</answers></event>',
    item: (index) =>
      `<event eventname="UserRespondedToPollRecordEvent"><pollId>p</pollId><answerId>${index % 2}</answerId><userId>u${index}</userId></event>\n`,
    tail: '</recording>',
  },
};

/** Polls in tables, by layout. */
export const pollsTables: Readonly<Record<string, Growing>> = {
  'zoom, pairs': {
    head: '#,User Name,User Email,Submitted Date/Time,\n',
    item: (index) => `${person(index)},Ready?,Yes,"Which\nfruit?",Apple;Pear\n`,
  },
  'zoom, columns': {
    head: '#,User Name,User Email,Submitted Date/Time,Ready?,Which?\n',
    item: (index) => `${person(index)},Yes,Apple;Pear\n`,
  },
  'zoom, rows': {
    head: '#,User Name,User Email,Submitted Time (America/Los_Angeles),Question,Answer\n',
    item: (index) => `${person(index)},Ready?,Yes\n`,
  },
  forms: {
    head: 'ID,Start time,Completion time,Email,Name,Ready?\n',
    item: (index) => `${index},1/1/2026,1/1/2026,p${index}@example.org,${speaker(index)},Yes\n`,
  },
  'question and answer': {
    head: 'Question,Answer\n',
    item: (index) => `Ready for it?,${index % 2 === 0 ? 'Yes' : 'No'}\n`,
  },
  'question and choices': { item: (index) => `Ready for ${index}?,Yes,3,No,1\n` },
};

/** A file of a format with at least so many characters. */
export function grow({ head = '', item, tail = '' }: Growing, length: number): string {
  const parts = [head];
  let written = head.length;
  for (let index = 0; written < length; index += 1) {
    const part = item(index);
    parts.push(part);
    written += part.length;
  }
  return [...parts, tail].join('');
}
