import { z } from 'zod';
import { embedSchema, embedsSchema, openEmbedSchema } from '../../domain/api/embed.ts';
import * as module from '../../domain/api/module.ts';
import { courseStandingSchema } from '../../domain/api/standing.ts';
import { file } from './file.ts';
import type { Operation } from './operation.ts';

const attachmentForm = z.object({
  file,
  kind: z.enum(['template', 'handout', 'guide']),
  chapterId: z.string().optional(),
  title: z.string().optional(),
});

/** Modules, their chapters, and what belongs to them. */
export const moduleOperations: readonly Operation[] = [
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
    path: '/api/chapters/{id}/quiz/pictures',
    summary: 'Takes in a picture (PNG, JPEG, GIF or WebP) that the quiz’s questions may show.',
    status: 201,
    form: z.object({ file }),
    answer: module.addedPictureSchema,
  },
  {
    method: 'get',
    path: '/api/chapters/{id}/quiz/pictures/{picture}',
    summary: 'Downloads a picture of a quiz.',
  },
  {
    method: 'post',
    path: '/api/chapters/{id}/quiz/undo-regrade',
    summary: 'Takes the newest regrade back: questions and grades as before it.',
    body: module.undoRegradeSchema,
    answer: module.quizSchema,
  },
  {
    method: 'put',
    path: '/api/modules/{id}/boundaries',
    summary: 'Moves several boundaries at once; only chapters that changed are cut again.',
    body: module.setBoundariesSchema,
    answer: module.moduleSchema,
  },
  {
    method: 'post',
    path: '/api/chapters/{id}/split',
    summary: 'Makes two chapters of one.',
    body: module.splitChapterSchema,
    answer: module.moduleSchema,
  },
  {
    method: 'post',
    path: '/api/chapters/{id}/outline',
    summary: 'Divides a module’s only chapter by an outline.',
    body: module.divideChapterSchema,
    answer: module.moduleSchema,
  },
  {
    method: 'post',
    path: '/api/chapters/{id}/merge',
    summary: 'Makes one chapter of this and the next.',
    answer: module.moduleSchema,
  },
  {
    method: 'post',
    path: '/api/chapters/{id}/cancel',
    summary: 'Stops the cutting of a chapter.',
    answer: module.moduleSchema,
  },
  {
    method: 'get',
    path: '/api/attachments/{id}/versions/{version}',
    summary: 'Downloads a version of an attachment.',
  },
  {
    method: 'post',
    path: '/api/attachments/{id}/restore',
    summary: 'Brings a deleted attachment back.',
    answer: module.attachmentSchema,
  },
  {
    method: 'get',
    path: '/api/publications/{id}/standing',
    summary: 'Who has not started, is under way or has finished in one course.',
    answer: courseStandingSchema,
  },
];
