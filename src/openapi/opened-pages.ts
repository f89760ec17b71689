import * as embed from '../../domain/api/embed.ts';
import * as launch from '../../domain/api/launch.ts';
import * as learn from '../../domain/api/learn.ts';
import * as picker from '../../domain/api/picker.ts';
import { responseSchema } from '../../domain/quiz.ts';
import type { Operation } from './operation.ts';

/** What pages ask that a launch opened, or that are open to everybody. */
export const openedPageOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/learn/{launchId}',
    who: 'launched',
    summary: 'The page of a launch.',
    answer: learn.learnSchema,
  },
  {
    method: 'put',
    path: '/api/learn/{launchId}/chapters/{chapterId}/progress',
    who: 'launched',
    summary: 'Keeps what was watched.',
    body: learn.putProgressSchema,
    answer: learn.progressSchema,
  },
  {
    method: 'post',
    path: '/api/learn/{launchId}/chapters/{chapterId}/attempts',
    who: 'launched',
    summary: 'The open attempt at a quiz, or a new one.',
    answer: learn.attemptSchema,
  },
  {
    method: 'put',
    path: '/api/learn/{launchId}/attempts/{attemptId}/responses/{questionId}',
    who: 'launched',
    summary: 'Keeps a response.',
    body: responseSchema,
    answer: learn.savedSchema,
  },
  {
    method: 'post',
    path: '/api/learn/{launchId}/attempts/{attemptId}/grade',
    who: 'launched',
    summary: 'Grades an attempt.',
    answer: learn.attemptGradedSchema,
  },
  {
    method: 'get',
    path: '/api/learn/{launchId}/receipt',
    who: 'launched',
    summary: 'What became of the newest score.',
    answer: learn.receiptSchema,
  },
  {
    method: 'get',
    path: '/api/learn/{launchId}/attachments/{attachmentId}',
    who: 'launched',
    summary: 'Downloads a file; it counts as opened.',
  },
  {
    method: 'get',
    path: '/api/picker/{launchId}',
    who: 'launched',
    summary: 'What a deep linking launch may place.',
    answer: picker.pickerSchema,
  },
  {
    method: 'post',
    path: '/api/picker/{launchId}',
    who: 'launched',
    summary: 'Takes what was chosen; the answer goes back to the LMS.',
    body: picker.pickSchema,
    answer: picker.pickedSchema,
  },
  {
    method: 'post',
    path: '/api/launches/{launchId}/token/renew',
    who: 'launched',
    summary: 'A fresh bearer token for a page without cookies.',
    answer: launch.launchBearerSchema,
  },
  {
    method: 'post',
    path: '/api/launches/{launchId}/token',
    summary: 'Exchanges a launch’s code for a bearer token.',
    who: 'nobody',
    body: launch.redeemCodeSchema,
    answer: launch.launchBearerSchema,
  },
  {
    method: 'get',
    path: '/api/launches/{launchId}/storage',
    summary: 'Where a page without cookies may keep its token.',
    who: 'nobody',
    answer: launch.launchStorageSchema,
  },
  {
    method: 'get',
    path: '/api/embed/{key}',
    summary: 'What a public page shows.',
    who: 'nobody',
    answer: embed.embeddedSchema,
  },
  {
    method: 'get',
    path: '/api/embed/{key}/chapters/{chapterId}/questions',
    summary: 'The questions of a quiz on a public page.',
    who: 'nobody',
    answer: embed.embeddedQuestionsSchema,
  },
  {
    method: 'post',
    path: '/api/embed/{key}/chapters/{chapterId}/grade',
    summary: 'Grades what a reader answered, and keeps nothing.',
    who: 'nobody',
    body: embed.gradeEmbeddedSchema,
    answer: embed.embeddedGradeSchema,
  },
  {
    method: 'get',
    path: '/api/embed/{key}/attachments/{attachmentId}',
    summary: 'Downloads a file of a public page.',
    who: 'nobody',
  },
  {
    method: 'get',
    path: '/api/openapi.json',
    summary: 'This document.',
    who: 'nobody',
  },
];
