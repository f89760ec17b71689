import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The people of the sample session; none of them may be found anywhere after a folder is taken in. */
export const people = ['Ana Lopez', 'Bo Lindqvist', 'ana.lopez@example.org', 'bo@example.org'];

const transcript = [
  'WEBVTT',
  '',
  '1',
  '00:00:00.500 --> 00:00:03.000',
  'Trainer: Welcome to the session.',
  '',
  '2',
  '00:00:05.000 --> 00:00:08.000',
  'Trainer: Now we scope the work.',
  '',
].join('\r\n');

const chat = [
  '00:00:01\tAna Lopez:\tThe handbook: https://www.example.org/handbook?utm_source=zoom&chapter=2&access_token=abc123',
  '00:00:02\tBo Lindqvist:\tThanks Ana Lopez, https://www.example.org/handbook?chapter=2',
  '00:00:05\tBo Lindqvist:\tWho decides about changes to the scope?',
  '00:00:06\tAna Lopez:\tjoin again at https://zoom.us/j/81234567890?pwd=secret or javascript:alert(1)',
  '00:00:09\tAna Lopez:\thttps://docs.example.net/template.docx',
  '',
].join('\r\n');

const polls = [
  '\uFEFFPoll Report',
  'Report Generated:,"Sep 15, 2026 04:00:00 PM"',
  'Topic,Webinar ID,Actual Start Time',
  '"Scoping","812 3456 7890","Sep 15, 2026 02:30:00 PM"',
  '#,User Name,User Email,Submitted Date/Time,"What is out of scope?"',
  '1,Ana Lopez,ana.lopez@example.org,"Sep 15, 2026 02:30:05 PM","Payroll"',
  '2,Bo Lindqvist,bo@example.org,"Sep 15, 2026 02:30:07 PM","Rosters"',
  '3,Anonymous Attendee,,"Sep 15, 2026 02:30:07 PM","Payroll"',
  '',
  '#,User Name,User Email,Submitted Date/Time,"Who decides?"',
  '1,Ana Lopez,ana.lopez@example.org,"Sep 15, 2026 02:30:01 PM","One person"',
  '2,Bo Lindqvist,bo@example.org,"Sep 15, 2026 02:30:02 PM","Everybody"',
  '',
].join('\r\n');

const participants =
  'Name (Original Name),User Email,Total Duration (Minutes),Guest\r\nAna Lopez,ana.lopez@example.org,61,No\r\n';

/** The files that Zoom's cloud leaves of a session, by name, with the recording given. */
export function zoomFiles(recording: Uint8Array): ReadonlyMap<string, string | Uint8Array> {
  const name = 'GMT20260915-143000_Recording';
  return new Map<string, string | Uint8Array>([
    [`${name}_640x360.mp4`, recording],
    [`${name}.transcript.vtt`, transcript],
    [`${name}newChat.txt`, chat],
    ['poll_81234567890_2026_09_15.csv', polls],
    ['participants_81234567890.csv', participants],
    ['.DS_Store', 'Bud1'],
  ]);
}

/** Writes files into a folder, with the folders that their names tell. */
export async function writeFiles(
  folder: string,
  files: ReadonlyMap<string, string | Uint8Array>,
): Promise<void> {
  for (const [name, content] of files) {
    const at = path.join(folder, name);
    await mkdir(path.dirname(at), { recursive: true });
    await writeFile(at, content);
  }
}
