import { sampleRecording } from './sample.ts';

/** What a form brings for a recording; the sample's recording unless told. */
export interface FormFiles {
  recording?: BlobPart | undefined;
  outline?: BlobPart;
  transcript?: BlobPart;
  quiz?: BlobPart;
  attachments?: Record<string, BlobPart>;
  names?: Partial<Record<'recording' | 'outline' | 'transcript' | 'quiz', string>>;
}

const defaultNames = {
  recording: 'webinar.mp4',
  outline: 'outline.txt',
  transcript: 'transcript.vtt',
  quiz: 'quiz.gift',
};

/** The form that makes a recording of it. */
export async function formOf(files: FormFiles): Promise<FormData> {
  const form = new FormData();
  const whole = { recording: await sampleRecording(), ...files };
  for (const field of ['recording', 'outline', 'transcript', 'quiz'] as const) {
    const part = whole[field];
    if (part !== undefined) form.set(field, new Blob([part]), files.names?.[field] ?? defaultNames[field]);
  }
  for (const [name, part] of Object.entries(files.attachments ?? {}))
    form.append('attachments', new Blob([part]), name);
  return form;
}
