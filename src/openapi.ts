import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import * as account from '../domain/api/account.ts';
import { embedSchema, embedsSchema, openEmbedSchema } from '../domain/api/embed.ts';
import * as module from '../domain/api/module.ts';
import * as platform from '../domain/api/platform.ts';
import { problemSchema } from '../domain/api/problem.ts';
import * as recording from '../domain/api/recording.ts';
import * as score from '../domain/api/score.ts';
import { timelineSchema } from '../domain/api/timeline.ts';
import { cameraLayoutSchema } from '../domain/recording.ts';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

interface Operation {
  method: Method;
  path: string;
  summary: string;
  body?: z.ZodType;
  /** A multipart form instead of JSON. */
  form?: z.ZodType;
  answer?: z.ZodType;
  status?: number;
}

const file = z.string().meta({ format: 'binary' });
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
const attachmentForm = z.object({
  file,
  kind: z.enum(['template', 'handout', 'guide']),
  chapterId: z.string().optional(),
  title: z.string().optional(),
});

const operations: readonly Operation[] = [
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
    method: 'post',
    path: '/api/recordings/{id}/suggest',
    summary: 'Asks for a proposal of its outline; `suggestion` tells when it is made.',
    answer: recording.recordingSchema,
  },
  { method: 'get', path: '/api/modules', summary: 'Lists modules.', answer: module.modulesSchema },
  {
    method: 'get',
    path: '/api/modules/{id}',
    summary: 'One module with its chapters.',
    answer: module.moduleSchema,
  },
  {
    method: 'patch',
    path: '/api/modules/{id}',
    summary: 'Changes title or description.',
    body: module.updateModuleSchema,
    answer: module.moduleSchema,
  },
  {
    method: 'post',
    path: '/api/modules/{id}/publish',
    summary: 'Publishes a module.',
    answer: module.moduleSchema,
  },
  {
    method: 'post',
    path: '/api/modules/{id}/retract',
    summary: 'Retracts a module.',
    answer: module.moduleSchema,
  },
  {
    method: 'put',
    path: '/api/modules/{id}/order',
    summary: 'Orders the chapters.',
    body: module.orderChaptersSchema,
    answer: module.moduleSchema,
  },
  {
    method: 'get',
    path: '/api/modules/{id}/package',
    summary: 'Downloads a published module as a package: `format` and `parts` (docs/packages.md).',
  },
  {
    method: 'get',
    path: '/api/modules/{id}/embeds',
    summary: 'Lists the public pages that are open.',
    answer: embedsSchema,
  },
  {
    method: 'post',
    path: '/api/modules/{id}/embeds',
    summary: 'Opens a public page of the module or of one chapter.',
    body: openEmbedSchema,
    answer: embedSchema,
    status: 201,
  },
  {
    method: 'delete',
    path: '/api/embeds/{id}',
    summary: 'Closes a public page for good.',
    status: 204,
  },
  {
    method: 'post',
    path: '/api/modules/{id}/attachments',
    summary: 'Adds an attachment.',
    form: attachmentForm,
    answer: module.attachmentSchema,
    status: 201,
  },
  {
    method: 'post',
    path: '/api/attachments/{id}/versions',
    summary: 'Adds a version; the ones before stay.',
    form: z.object({ file }),
    answer: module.attachmentSchema,
    status: 201,
  },
  {
    method: 'patch',
    path: '/api/attachments/{id}',
    summary: 'Changes title, kind or chapter.',
    body: module.updateAttachmentSchema,
    answer: module.attachmentSchema,
  },
  {
    method: 'delete',
    path: '/api/attachments/{id}',
    summary: 'Deletes an attachment; restore undoes it.',
    status: 204,
  },
  {
    method: 'patch',
    path: '/api/poll-drafts/{id}',
    summary: 'Marks what is right in a question from a poll, changes its words, dismisses or restores it.',
    body: module.updatePollDraftSchema,
    answer: module.moduleSchema,
  },
  {
    method: 'post',
    path: '/api/poll-drafts/{id}/add',
    summary: 'Adds a question from a poll to a chapter’s quiz.',
    body: module.addPollDraftSchema,
    answer: module.moduleSchema,
  },
  {
    method: 'post',
    path: '/api/modules/{id}/links',
    summary: 'Adds a link that learners see.',
    body: module.createLinkSchema,
    answer: module.moduleSchema,
    status: 201,
  },
  {
    method: 'patch',
    path: '/api/links/{id}',
    summary: 'Shows or dismisses a link, renames it, or moves it to another chapter.',
    body: module.updateLinkSchema,
    answer: module.moduleSchema,
  },
  {
    method: 'patch',
    path: '/api/chapters/{id}',
    summary: 'Changes title, completion rule or boundaries. Only what a boundary touches is cut again.',
    body: module.updateChapterSchema,
    answer: module.moduleSchema,
  },
  {
    method: 'post',
    path: '/api/chapters/{id}/retry',
    summary: 'Cuts a chapter again.',
    answer: module.moduleSchema,
  },
  {
    method: 'get',
    path: '/api/chapters/{id}/quiz',
    summary: 'The quiz with its right answers.',
    answer: module.quizSchema,
  },
  {
    method: 'put',
    path: '/api/chapters/{id}/quiz',
    summary: 'Replaces the quiz.',
    body: module.putQuizSchema,
    answer: module.quizSchema,
  },
  {
    method: 'post',
    path: '/api/chapters/{id}/quiz/undo-regrade',
    summary: 'Takes the newest regrade back: questions and grades as before it.',
    body: module.undoRegradeSchema,
    answer: module.quizSchema,
  },
  {
    method: 'get',
    path: '/api/platforms',
    summary: 'Lists LMSs, the tool’s addresses and keys.',
    answer: platform.platformsSchema,
  },
  {
    method: 'post',
    path: '/api/platforms',
    summary: 'Registers an LMS by hand.',
    body: platform.addPlatformSchema,
    answer: platform.platformSchema,
    status: 201,
  },
  {
    method: 'patch',
    path: '/api/platforms/{id}',
    summary: 'Changes, approves or disables an LMS.',
    body: platform.updatePlatformSchema,
    answer: platform.platformSchema,
  },
  {
    method: 'post',
    path: '/api/platforms/invites',
    summary: 'Makes a one-time address for dynamic registration.',
    answer: platform.inviteSchema,
    status: 201,
  },
  {
    method: 'get',
    path: '/api/scores/unsent',
    summary: 'Scores that did not reach their LMS, with the reason of each.',
    answer: score.unsentScoresSchema,
  },
  {
    method: 'post',
    path: '/api/scores/resend',
    summary: 'Sends a module’s unsent scores again.',
    body: score.resendScoresSchema,
    answer: score.resentScoresSchema,
    status: 202,
  },
  {
    method: 'post',
    path: '/api/scores/{id}/resend',
    summary: 'Sends a score again, as it was.',
    status: 202,
  },
  { method: 'get', path: '/api/users', summary: 'Lists people.', answer: account.usersSchema },
  {
    method: 'post',
    path: '/api/users',
    summary: 'Adds a person; the answer has their one-time link.',
    body: account.addUserSchema,
    answer: account.addedUserSchema,
    status: 201,
  },
  { method: 'get', path: '/api/tokens', summary: 'Lists API tokens.', answer: account.apiTokensSchema },
  {
    method: 'post',
    path: '/api/tokens',
    summary: 'Adds an API token; its secret is shown once.',
    body: account.addTokenSchema,
    answer: account.addedTokenSchema,
    status: 201,
  },
];

/** The OpenAPI 3.1 document of what scripts may call, made from the schemas that the routes parse with. */
export function describeApi(publicUrl: string): object {
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: { title: 'Afterclass', version: '1', description: 'Recordings in, graded chapters out.' },
    servers: [{ url: publicUrl }],
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    paths,
  });
}

function describe({ path, summary, body, form, answer, status = 200 }: Operation): ZodOpenApiOperationObject {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return {
    summary,
    ...(names.length > 0
      ? { requestParams: { path: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) } }
      : {}),
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    ...(form
      ? { requestBody: { required: true, content: { 'multipart/form-data': { schema: form } } } }
      : {}),
    responses: {
      [String(status)]: {
        description: status === 204 ? 'Done.' : 'The result.',
        ...(answer ? { content: { 'application/json': { schema: answer } } } : {}),
      },
      default: {
        description: 'What went wrong.',
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    },
  };
}
