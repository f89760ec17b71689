import express, { Router } from 'express';
import { pickSchema, type Picked, type Picker } from '../../domain/api/picker.ts';
import { AppError, NotFoundError } from '../../domain/app-error.ts';
import { deepLinkingSettingsSchema } from '../../lti/deep-linking/deep-linking-settings.ts';
import { respondToDeepLink } from '../../lti/deep-linking/deep-link-response.ts';
import type { LaunchSession } from '../../storage/launch-sessions.ts';
import { listOfferedModules, type OfferedModule } from '../../storage/placed-modules.ts';
import type { Context } from '../context.ts';
import { ltiOf } from '../lti.ts';
import { chapterMediaUrl } from '../media-urls.ts';
import { launchOf, requireLaunch } from '../middleware/launch-session.ts';

/** What a deep-linking launch may place, and the signed answer that places it. */
export function createPickerRouter(ctx: Context): Router {
  const router = Router();
  const launched = requireLaunch(ctx);
  router.use('/picker', (_req, res, next) => {
    res.set('cache-control', 'no-store');
    next();
  });

  router.get('/picker/:launchId', launched, async (req, res) => {
    const launch = launchOf(req);
    const settings = settingsOf(launch);
    const modules = await listOfferedModules(ctx.db, launch.organisationId);
    res.json({
      platformName: launch.platformName,
      contextTitle: launch.contextTitle,
      acceptMultiple: settings.accept_multiple,
      acceptLineItem: settings.accept_lineitem,
      expiresAt: launch.expiresAt.toISOString(),
      modules: modules.map((module) => presentModule(ctx, module)),
    } satisfies Picker);
  });

  router.post('/picker/:launchId', launched, express.json({ limit: '100kb' }), async (req, res) => {
    const launch = launchOf(req);
    settingsOf(launch);
    const { items } = pickSchema.parse(req.body);
    res.json((await respondToDeepLink(ltiOf(ctx), launch, items)) satisfies Picked);
  });

  return router;
}

/** The settings of a launch that picks, unless they are used up. */
function settingsOf({ deepLinking, deepLinkingUsedAt }: LaunchSession) {
  const settings = deepLinkingSettingsSchema.safeParse(deepLinking);
  if (!settings.success) throw new NotFoundError('picker');
  if (deepLinkingUsedAt !== null) {
    throw new AppError(
      'selection-used',
      'A choice was sent already. Open the picker again from your course.',
      {
        status: 409,
      },
    );
  }
  return settings.data;
}

function presentModule(ctx: Context, { chapters, ...module }: OfferedModule): Picker['modules'][number] {
  return {
    ...module,
    durationMs: chapters.reduce((sum, { durationMs }) => sum + durationMs, 0),
    chapters: chapters.map(({ id, index, title, durationMs, questionCount, attachmentCount, ...media }) => ({
      id,
      index,
      title,
      durationMs,
      questionCount,
      attachmentCount,
      thumbnailUrl:
        media.thumbnailKey === null
          ? null
          : chapterMediaUrl(
              ctx,
              { id, clip_key: media.clipKey, clip_revision: media.clipRevision },
              'thumbnail',
            ),
    })),
  };
}
