import { randomBytes } from 'node:crypto';
import express, { Router } from 'express';
import {
  gradeEmbeddedSchema,
  oembedQuerySchema,
  openEmbedSchema,
  type Embed,
  type Embedded,
  type EmbeddedQuestions,
} from '../../domain/api/embed.ts';
import { AppError, NotFoundError } from '../../domain/app-error.ts';
import { element, writeXml } from '../../domain/formats/xml-write.ts';
import { showQuestions, shownPicturesOf } from '../../domain/show-question.ts';
import { listEmbeds, openEmbed, revokeEmbed } from '../../storage/embeds.ts';
import { findModuleChapter } from '../../storage/module-chapters.ts';
import { findModule } from '../../storage/modules.ts';
import type { PlacedQuiz } from '../../storage/placed-modules.ts';
import type { EmbedRow } from '../../storage/schema.ts';
import type { Context } from '../context.ts';
import { embedCode, embedUrl, frameSize } from '../embed-code.ts';
import { orderQuestions } from '../learn/begin-attempt.ts';
import { gradeEmbedded, presentEmbedded, readOpenPage, type OpenPage } from '../learn/embedded.ts';
import { limitRequests } from '../middleware/limit-requests.ts';
import { questionPictureUrls } from '../media-urls.ts';
import { requireUser, signedIn } from '../middleware/sign-in.ts';
import { pathId } from '../path-id.ts';
import { sendAttachment } from '../send-attachment.ts';

/** From one network address, behind which a whole school may stand: a page that is read asks a few times. */
const readingsPerMinute = 600;
const gradingsPerMinute = 60;
const tooOften = {
  code: 'too-many-requests',
  sentence: 'Too many requests from your network. Wait a minute and try again.',
};

/** Public pages as trainers open and close them: none is open unless somebody opened it. */
export function createEmbedsRouter(ctx: Context): Router {
  const router = Router();

  router.get('/modules/:id/embeds', requireUser, async (req, res) => {
    const module = await findModule(ctx.db, signedIn(req).organisationId, pathId(req, 'module'));
    const embeds = await listEmbeds(ctx.db, module.id);
    res.json({ embeds: embeds.map((embed) => presentEmbed(ctx, embed, module.title)) });
  });

  router.post('/modules/:id/embeds', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const module = await findModule(ctx.db, organisationId, pathId(req, 'module'));
    const { chapterId } = openEmbedSchema.parse(req.body ?? {});
    if (module.state !== 'published') throw new NotPublishedError();
    const chapter =
      chapterId === null ? undefined : await findModuleChapter(ctx.db, organisationId, chapterId);
    if (chapter !== undefined && chapter.module_id !== module.id) throw new NotFoundError('chapter');
    const target = { organisationId, moduleId: module.id, chapterId };
    const embed = await openEmbed(ctx.db, target, randomBytes(18).toString('base64url'), ctx.now());
    res.status(201).json(presentEmbed(ctx, embed, chapter?.title ?? module.title));
  });

  router.delete('/embeds/:id', requireUser, async (req, res) => {
    await revokeEmbed(ctx.db, signedIn(req).organisationId, pathId(req, 'public page'), ctx.now());
    res.status(204).end();
  });

  return router;
}

/** What a public page asks, and what other pages ask about it (oEmbed 1.0). Nothing about its readers is kept. */
export function createEmbedRouter(ctx: Context): Router {
  const router = Router();
  const json = express.json({ limit: '200kb' });
  const grading = limitRequests({ perMinute: gradingsPerMinute, ...tooOften });
  const reading = limitRequests({ perMinute: readingsPerMinute, ...tooOften });
  router.use('/api/embed', reading, (_req, res, next) => {
    res.set('cache-control', 'no-store');
    next();
  });

  router.get('/api/embed/:key', async (req, res) => {
    const open = await readOpenPage(ctx, req.params.key);
    res.json((await presentEmbedded(ctx, open)) satisfies Embedded);
  });

  router.get('/api/embed/:key/chapters/:chapterId/questions', async (req, res) => {
    const chapterId = pathId(req, 'chapter', 'chapterId');
    const quiz = quizIn(await readOpenPage(ctx, req.params.key), chapterId);
    const questions = showQuestions(quiz.questions, orderQuestions(quiz));
    const pictureUrls = questionPictureUrls(ctx, chapterId, questions.flatMap(shownPicturesOf));
    res.json({ questions, pictureUrls } satisfies EmbeddedQuestions);
  });

  router.post('/api/embed/:key/chapters/:chapterId/grade', grading, json, async (req, res) => {
    const quiz = quizIn(await readOpenPage(ctx, req.params['key']), pathId(req, 'chapter', 'chapterId'));
    const { responses } = gradeEmbeddedSchema.parse(req.body);
    res.json(gradeEmbedded(quiz, responses));
  });

  router.get('/api/embed/:key/attachments/:attachmentId', async (req, res) => {
    const { module, chapters } = await readOpenPage(ctx, req.params.key);
    const id = pathId(req, 'attachment', 'attachmentId');
    const shown = new Set<string | null>([null, ...chapters.map((chapter) => chapter.id)]);
    const file = module.attachments.find((one) => one.id === id && shown.has(one.chapterId));
    if (file === undefined) throw new NotFoundError('attachment');
    await sendAttachment(res, ctx.blobs, file);
  });

  router.get('/oembed', reading, async (req, res) => {
    const { url, format, ...most } = oembedQuerySchema.parse(req.query);
    const { key, title } = await readOpenPage(ctx, keyIn(ctx.publicUrl, url));
    const size = frameSize(most);
    const html = embedCode(embedUrl(ctx.publicUrl, key), title, size);
    const provider = { provider_name: 'Afterclass', provider_url: ctx.publicUrl };
    const document = { type: 'video', version: '1.0', title, ...provider, ...size, html };
    res.set('access-control-allow-origin', '*');
    if (format === 'json') {
      res.json(document);
      return;
    }
    if (format !== 'xml') {
      throw new AppError('oembed-format', 'oEmbed is answered as json and as xml.', { status: 501 });
    }
    const members = Object.entries(document).map(([name, value]) => element(name, {}, String(value)));
    res.type('text/xml').send(writeXml(element('oembed', {}, ...members)));
  });

  return router;
}

function presentEmbed(ctx: Context, embed: EmbedRow, title: string): Embed {
  const url = embedUrl(ctx.publicUrl, embed.key);
  return {
    id: embed.id,
    chapterId: embed.chapter_id,
    url,
    html: embedCode(url, title),
    createdAt: embed.created_at.toISOString(),
  };
}

function quizIn({ chapters }: OpenPage, chapterId: string): PlacedQuiz {
  const quiz = chapters.find(({ id }) => id === chapterId)?.quiz;
  if (!quiz) throw new NotFoundError('quiz');
  return quiz;
}

/** The key in an address of a public page of ours; of any other, nothing that could be one. */
function keyIn(publicUrl: string, url: string): string {
  const start = embedUrl(publicUrl, '');
  const [key = ''] = url.startsWith(start) ? url.slice(start.length).split(/[?#]/, 1) : [];
  return key;
}

class NotPublishedError extends AppError {
  constructor() {
    super('embed-not-published', 'Publish the module first. Only what learners see can be shown outside.', {
      status: 409,
    });
  }
}
