import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseTranscript } from '../../domain/transcript.ts';
import { makeSampleWebinar, sampleChapters } from '../../fixtures/make-sample-webinar.ts';
import { sampleSeconds } from '../../fixtures/sample-slides.ts';
import type { MediaTools } from '../../pipelines/media/ffmpeg.ts';
import { zoomFiles } from './session-folder.ts';
import { writeSessionZip } from './session-zip.ts';

/** A short sample session and all that belongs to it, as files that a trainer would drop. */
export interface SampleFiles {
  recording: string;
  outline: string;
  transcript: string;
  quiz: string;
  template: string;
  /** The sound of the session alone. */
  sound: string;
  /** What Zoom leaves of a session and of the one before it, in an archive. */
  archive: string;
}

const fixtures = path.resolve(import.meta.dirname, '../../fixtures');

/** Makes the files in a folder; the same length and size give the same files. */
export async function makeSampleFiles(
  tools: MediaTools,
  folder: string,
  { seconds, width }: { seconds: number; width: number },
): Promise<SampleFiles> {
  await mkdir(folder, { recursive: true });
  const files: SampleFiles = {
    recording: path.join(folder, 'Running a small project.mp4'),
    outline: path.join(folder, 'outline.txt'),
    transcript: path.join(folder, 'transcript.vtt'),
    quiz: path.join(folder, 'quiz.gift'),
    template: path.join(folder, 'Scoping template.csv'),
    sound: path.join(folder, 'sound.m4a'),
    archive: path.join(folder, 'Scoping.zip'),
  };
  await makeSampleWebinar(tools, files.recording, { seconds, width, height: (width * 9) / 16, gop: 50 });
  await makeSampleWebinar(tools, files.sound, { seconds, picture: false });
  await writeSessionZip(files.archive, twoSessions(await readFile(files.recording)));
  await writeFile(files.outline, sampleOutline(seconds));
  await writeFile(files.transcript, await sampleTranscript(seconds));
  await copyFile(path.join(fixtures, 'sample-quiz.gift'), files.quiz);
  await copyFile(path.join(fixtures, 'sample-template.csv'), files.template);
  return files;
}

function twoSessions(recording: Uint8Array): ReadonlyMap<string, string | Uint8Array> {
  const before = 'GMT20260908-143000_Recording';
  return new Map([
    ...zoomFiles(recording),
    ['GMT20260915-143000_Recording_gallery_640x360.mp4', recording],
    [`${before}_640x360.mp4`, recording],
    [`${before}.transcript.vtt`, 'WEBVTT\n\n00:00:00.500 --> 00:00:03.000\nTrainer: Good morning.\n'],
  ]);
}

function sampleOutline(seconds: number): string {
  return sampleChapters(seconds)
    .map(
      ({ title, startMs }) =>
        `${stamp(startMs)
          .replace(/^00:0?/, '')
          .replace(/\.000$/, '')} ${title}\n`,
    )
    .join('');
}

/** The sample's transcript, drawn together in time like its chapters. */
async function sampleTranscript(seconds: number): Promise<string> {
  const { cues } = parseTranscript(await readFile(path.join(fixtures, 'sample-transcript.vtt'), 'utf8'), {
    fileName: 'sample-transcript.vtt',
  });
  const at = (ms: number): string => stamp((ms * seconds) / sampleSeconds);
  const written = cues.map(
    ({ startMs, endMs, speaker = '', text }) => `${at(startMs)} --> ${at(endMs)}\n<v ${speaker}>${text}\n`,
  );
  return `WEBVTT\n\n${written.join('\n')}`;
}

function stamp(ms: number): string {
  return `00:${new Date(Math.round(ms)).toISOString().slice(14, 23)}`;
}

/** What a learner of the sample's quizzes may choose: the right answer to a question, and a wrong one. */
export const sampleAnswers = {
  result: {
    prompt: 'Which of these names a result rather than work?',
    right: 'Staff see their shifts on the phone',
    wrong: 'Build an app',
    feedback: 'That is work. What is different when it is done?',
  },
  outOfScope: {
    prompt: 'What is out of scope should be written down as well.',
    right: 'True',
    wrong: 'False',
  },
  changes: {
    prompt: 'Who decides on changes to the scope?',
    right: 'One person whom everybody knows',
    wrong: 'Whoever asks first',
  },
} as const;
