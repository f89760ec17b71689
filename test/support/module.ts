import { newBlobKey } from '../../storage/blobs/blob-key.ts';
import type { Context } from '../../src/context.ts';

/** A module of chapters that stand one after the other, ten seconds each, with clips unless told. */
export interface ModuleFixture {
  moduleId: string;
  recordingId: string;
  chapterIds: [string, string, string, ...string[]];
}

/** Puts a recording of 30 seconds, its module and three chapters into the database, as the pipeline leaves them. */
export async function insertModule(
  ctx: Context,
  organisationId: string,
  options: { ready?: boolean; hasFile?: boolean; title?: string } = {},
): Promise<ModuleFixture> {
  const { ready = true, hasFile = true, title = 'Writing a brief' } = options;
  const recording = await ctx.db
    .insertInto('recordings')
    .values({
      organisation_id: organisationId,
      title,
      state: ready ? 'ready' : 'cutting',
      blob_key: hasFile ? newBlobKey('recordings', organisationId) : null,
      duration_ms: 30_000,
      probe: JSON.stringify({ video: { frameRate: 30 } }),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const module = await ctx.db
    .insertInto('modules')
    .values({ organisation_id: organisationId, recording_id: recording.id, title })
    .returning('id')
    .executeTakeFirstOrThrow();
  const chapterIds: string[] = [];
  for (const [index, name] of ['Scoping', 'Templates', 'Review'].entries()) {
    const { id } = await ctx.db
      .insertInto('chapters')
      .values({
        organisation_id: organisationId,
        module_id: module.id,
        recording_id: recording.id,
        index,
        title: name,
        start_ms: index * 10_000,
        end_ms: (index + 1) * 10_000,
        ...(ready ? clipOf(organisationId, index) : {}),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    chapterIds.push(id);
  }
  const [first = '', second = '', third = ''] = chapterIds;
  return { moduleId: module.id, recordingId: recording.id, chapterIds: [first, second, third] };
}

function clipOf(organisationId: string, index: number) {
  return {
    state: 'ready' as const,
    progress: 100,
    clip_key: newBlobKey('clips', organisationId),
    clip_revision: 1,
    clip_start_ms: index * 10_000,
    clip_end_ms: (index + 1) * 10_000,
    clip_duration_ms: 10_000,
    clip_bytes: 1000,
    clip_frames: 300,
    clip_method: 'encode' as const,
  };
}
