import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Router } from 'express';
import { marked } from 'marked';
import { NotFoundError } from '../../domain/app-error.ts';
import { lmss } from '../../domain/lms.ts';
import type { Context } from '../context.ts';
import { sendPage } from '../pages/page.ts';

const folder = path.resolve(import.meta.dirname, '../../docs/lms');

/** /guides and /guides/moodle …: how to connect an LMS, with this service's own addresses. For whoever runs the LMS: no sign-in. */
export function createGuidesRouter(ctx: Context): Router {
  const router = Router();
  router.get('/guides', async (_req, res) => {
    sendPage(res, 200, await readGuide(ctx.publicUrl, 'README'));
  });
  router.get('/guides/:lms', async (req, res) => {
    const lms = lmss.find((one) => one === req.params.lms);
    if (lms === undefined) throw new NotFoundError('guide');
    sendPage(res, 200, await readGuide(ctx.publicUrl, lms));
  });
  return router;
}

async function readGuide(publicUrl: string, name: string) {
  const text = await readFile(path.join(folder, `${name}.md`), 'utf8');
  const [heading = '', ...lines] = text.split('\n');
  const markdown = lines
    .join('\n')
    .replaceAll('https://afterclass.example.org', publicUrl)
    .replaceAll('](README.md)', '](/guides)')
    .replaceAll(/\]\((\w+)\.md\)/g, '](/guides/$1)');
  return { title: heading.replace(/^# /, ''), body: { markup: await marked.parse(markdown) }, isWide: true };
}
