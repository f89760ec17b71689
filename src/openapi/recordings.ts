import { z } from 'zod';
import * as recording from '../../domain/api/recording.ts';
import { timelineSchema } from '../../domain/api/timeline.ts';
import { changeTranscriptSchema, transcriptSchema } from '../../domain/api/transcript.ts';
import { cameraLayoutSchema } from '../../domain/recording.ts';
import { file } from './file.ts';
import type { Operation } from './operation.ts';

const recordingForm = z.object({
  recording: file,
  camera: file.optional(),
  layout: cameraLayoutSchema.optional(),
  outline: file.optional(),
  transcript: file.optional(),
  quiz: file.optional(),
  polls: file.optional(),
  chat: file.optional(),
  attachments: z.array(file).optional(),
  title: z.string().optional(),
});
/** Recordings and their uploads. */
export const recordingOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/recordings',
    summary: 'Lists recordings.',
    answer: recording.recordingsSchema,
  },
  {
    method: 'post',
    path: '/api/recordings',
    summary: 'Takes a recording with its outline and other files, and makes chapters.',
    form: recordingForm,
    answer: recording.recordingSchema,
    status: 202,
  },
  {
    method: 'get',
    path: '/api/recordings/{id}',
    summary: 'One recording with its progress.',
    answer: recording.recordingSchema,
  },
  {
    method: 'patch',
    path: '/api/recordings/{id}',
    summary: 'Changes title, outline or the way boundaries are placed.',
    body: recording.updateRecordingSchema,
    answer: recording.recordingSchema,
  },
  { method: 'delete', path: '/api/recordings/{id}', summary: 'Deletes a recording.', status: 204 },
  ...['start', 'cancel', 'retry'].map((verb): Operation => ({
    method: 'post',
    path: `/api/recordings/{id}/${verb}`,
    summary: `${verb[0]?.toUpperCase() ?? ''}${verb.slice(1)}s making chapters.`.replace('Retrys', 'Retries'),
    answer: recording.recordingSchema,
  })),
  {
    method: 'get',
    path: '/api/recordings/{id}/timeline',
    summary: 'Waveform, small pictures and pauses of a recording, for an editor.',
    answer: timelineSchema,
  },
  {
    method: 'get',
    path: '/api/recordings/{id}/transcript',
    summary: 'What is said in a recording, with its times and who spoke how long.',
    answer: transcriptSchema,
  },
  {
    method: 'patch',
    path: '/api/recordings/{id}/transcript',
    summary: 'Moves a transcript in time, corrects its words and its speakers, or says its language.',
    body: changeTranscriptSchema,
    answer: transcriptSchema,
  },
  {
    method: 'get',
    path: '/api/recordings/{id}/transcript.vtt',
    summary: 'The transcript as a WebVTT file.',
  },
  {
    method: 'post',
    path: '/api/recordings/{id}/suggest',
    summary: 'Asks for a proposal of its outline; `suggestion` tells when it is made.',
    answer: recording.recordingSchema,
  },
  {
    method: 'delete',
    path: '/api/recordings/{id}/suggestion',
    summary: 'Puts the proposal of its outline away.',
    answer: recording.recordingSchema,
  },
  {
    method: 'get',
    path: '/api/recordings/{id}/events',
    summary: 'The recording whenever it changes, as server-sent events named `recording`.',
  },
  {
    method: 'patch',
    path: '/api/recordings/{id}/files/{fileId}',
    summary: 'Says what a file is.',
    body: recording.changeFileRoleSchema,
    answer: recording.recordingSchema,
  },
  {
    method: 'delete',
    path: '/api/recordings/{id}/files/{fileId}',
    summary: 'Removes a file.',
    status: 204,
  },
  {
    method: 'post',
    path: '/api/uploads',
    summary: 'Begins a resumable upload (tus 1.0).',
    status: 201,
  },
  {
    method: 'head',
    path: '/api/uploads/{uploadId}',
    summary: 'How far it is (tus 1.0).',
  },
  {
    method: 'patch',
    path: '/api/uploads/{uploadId}',
    summary: 'Sends a part of it (tus 1.0).',
    status: 204,
  },
  {
    method: 'delete',
    path: '/api/uploads/{uploadId}',
    summary: 'Ends it without its file (tus 1.0).',
    status: 204,
  },
  {
    method: 'post',
    path: '/api/recordings/{id}/restore',
    summary: 'Puts back a recording with its module that was deleted within the last hour.',
    status: 204,
  },
];
