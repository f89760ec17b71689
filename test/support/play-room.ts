import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { saveQuiz } from '../../storage/quizzes.ts';
import { saveTranscript } from '../../storage/transcripts.ts';
import type { LtiRoom } from './lti-room.ts';
import { makeSample } from './made-sample.ts';

/** How long each clip of the room's module is. */
const clipSeconds = 6;

/** Gives the room's module what a learner meets: clips that play, a quiz of two questions in the first chapter, captions. */
export async function furnishModule(room: LtiRoom): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-play-'));
  const clip = path.join(folder, 'clip.mp4');
  try {
    await makeSample(room.ctx.tools, clip, { seconds: clipSeconds, width: 320, height: 180, gop: 50 });
    const chapters = room.ctx.db.selectFrom('chapters').select('clip_key');
    for (const { clip_key: key } of await chapters.where('module_id', '=', room.module.id).execute()) {
      await room.ctx.blobs.put(key ?? '', createReadStream(clip));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  await room.ctx.db
    .updateTable('chapters')
    .set({ clip_duration_ms: clipSeconds * 1000 })
    .where('module_id', '=', room.module.id)
    .execute();
  await giveQuiz(room);
  await giveCaptions(room);
}

async function giveQuiz(room: LtiRoom): Promise<void> {
  const [chapterId = ''] = room.module.chapterIds;
  const settings = { title: 'Quiz', passMark: 0.6, attemptsAllowed: null, shuffle: false, version: 0 };
  const questions = ['First?', 'Second?'].map((prompt) => ({
    type: 'single-choice' as const,
    prompt,
    mark: 1,
    choices: [
      { text: 'The scope', weight: 1 },
      { text: 'The budget', weight: 0 },
    ],
  }));
  const change = { ...settings, questions };
  await saveQuiz(room.ctx.db, room.service.organisation.id, chapterId, change, room.ctx.now());
}

async function giveCaptions(room: LtiRoom): Promise<void> {
  const { recording_id: recordingId } = await room.ctx.db
    .selectFrom('chapters')
    .select('recording_id')
    .where('module_id', '=', room.module.id)
    .executeTakeFirstOrThrow();
  const cues = [{ startMs: 1000, endMs: 4000, speaker: 'Ada', text: 'We begin with the scope.' }];
  await saveTranscript(room.ctx.db, recordingId, { format: 'webvtt', cues });
}
