import { createRequire } from 'node:module';
import path from 'node:path';
import express, { Router } from 'express';
import multer from 'multer';
import { z } from 'zod';
import { importPackage } from '../cartridge/import-package.ts';
import type { SandboxContext } from '../context.ts';
import { findCourse, findEnrolment, mayTeach } from '../directory.ts';
import { SandboxError } from '../sandbox-error.ts';
import { scormPage } from '../scorm/scorm-page.ts';
import { requireUser } from '../sessions.ts';

const committed = z.record(z.string(), z.unknown());
/** A SCO may do what any page may, with its own files alone. */
const contentPolicy =
  "default-src 'self' data: blob: 'unsafe-inline'; form-action 'none'; frame-ancestors 'self'";

/** Packages: taking them into a course, and the run-time of SCORM ones. */
export function createPackageRouter(ctx: SandboxContext): Router {
  const router = Router();
  const upload = multer({
    storage: multer.memoryStorage(),
    limits: { fileSize: 512 * 1024 * 1024, files: 1 },
  });

  router.post('/courses/:courseId/import', upload.single('package'), (request, response) => {
    const course = findCourse(ctx, String(request.params['courseId']));
    if (!mayTeach(ctx, course.id, requireUser(ctx, request)))
      throw new SandboxError(403, 'not-teacher', 'Only teachers add content.');
    if (request.file === undefined)
      throw new SandboxError(400, 'package-missing', 'Choose a file to import.');
    const { links, scorm } = importPackage(ctx, course.id, request.file.buffer);
    response.redirect(303, `/courses/${course.id}?added=${links.length + (scorm?.items.length ?? 0)}`);
  });

  router.get('/scorm/:packageId/items/:item', (request, response) => {
    const user = requireUser(ctx, request);
    const { packageId, item } = request.params;
    const found = ctx.scorm.find(packageId, item);
    const course = findCourse(ctx, found.package.courseId);
    if (!user.isAdministrator && findEnrolment(ctx, course.id, user.id) === undefined) {
      throw new SandboxError(403, 'not-enrolled', 'You are not in this course.');
    }
    response.send(scormPage(user, course, { ...found, data: ctx.scorm.record(packageId, item, user.id) }));
  });

  router.post('/scorm/:packageId/items/:item/commit', readCommit, (request, response) => {
    const user = requireUser(ctx, request);
    const { packageId, item } = request.params;
    ctx.scorm.find(packageId, item);
    const data = Object.entries(committed.parse(JSON.parse(String(request.body))));
    const texts = data.flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)] as const] : [],
    );
    ctx.scorm.commit(packageId, item, user.id, Object.fromEntries(texts));
    response.json({ result: true, errorCode: 0 });
  });

  router.use('/scorm/:packageId/content', (request, response, next) => {
    const found = ctx.scorm.packages.find(({ id }) => id === request.params.packageId);
    if (found === undefined) throw new SandboxError(404, 'not-found', 'There is no such SCORM activity.');
    response.set('Content-Security-Policy', contentPolicy);
    express.static(found.folder, { index: false, fallthrough: false })(request, response, next);
  });

  router.use('/assets/scorm-again', (request, response, next) => {
    express.static(runTimeFolder(), { index: false })(request, response, next);
  });
  return router;
}

/** The last commit of a page that closes comes as a beacon, with a type of text. */
const readCommit = express.text({ type: () => true, limit: '1mb' });

/** The run-time is there where the tests' packages are installed. */
function runTimeFolder(): string {
  try {
    return path.dirname(createRequire(import.meta.url).resolve('scorm-again'));
  } catch (cause) {
    throw new SandboxError(
      501,
      'no-run-time',
      'SCORM packages play here only where development packages are installed.',
      { cause },
    );
  }
}
