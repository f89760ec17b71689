import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { moduleSchema } from '../../domain/api/module.ts';
import { problemSchema } from '../../domain/api/problem.ts';
import { transcriptSchema, type TranscriptChange } from '../../domain/api/transcript.ts';
import { parseTranscript } from '../../domain/transcript.ts';
import { saveTranscript } from '../../storage/transcripts.ts';
import { insertModule, type ModuleFixture } from '../support/module.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
let module: ModuleFixture;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.stop());

/** Chapters are ten seconds each. */
const cues = [
  { startMs: 1000, endMs: 2000, speaker: 'Ada', text: 'Welcome.' },
  { startMs: 9500, endMs: 10_500, speaker: 'Ada L.', text: 'Across teh boundary.' },
  { startMs: 12_000, endMs: 13_000, text: 'Templates.' },
];
beforeEach(async () => {
  module = await insertModule(service.ctx, service.organisation.id);
  await saveTranscript(service.ctx.db, module.recordingId, { format: 'webvtt', cues });
});

const path = () => `/api/recordings/${module.recordingId}/transcript`;
const read = async () => transcriptSchema.parse(await service.organisation.json(path()));
const change = async (changes: TranscriptChange) =>
  transcriptSchema.parse(await service.organisation.json(path(), { method: 'PATCH', body: changes }));
const refuse = async (changes: unknown, as = service.organisation) => {
  const headers = { 'content-type': 'application/json' };
  const answer = await as.fetch(path(), { method: 'PATCH', body: JSON.stringify(changes), headers });
  return { status: answer.status, problem: problemSchema.parse(await answer.json()) };
};
/** What learners read in each chapter. */
const captions = async () => {
  const { chapters } = moduleSchema.parse(await service.organisation.json(`/api/modules/${module.moduleId}`));
  return Promise.all(
    chapters.map(async ({ captionsUrl }) => {
      if (captionsUrl === null) return [];
      const words = await (await fetch(new URL(captionsUrl, service.url))).text();
      return parseTranscript(words).cues.map(({ startMs, text }) => [startMs, text]);
    }),
  );
};

test('a transcript tells its lines and who spoke how long', async () => {
  expect(await read()).toEqual({
    ...{ format: 'webvtt', language: 'en', shiftMs: 0, revision: 1, cues },
    speakers: [
      { speaker: 'Ada', cues: 1, spokenMs: 1000 },
      { speaker: 'Ada L.', cues: 1, spokenMs: 1000 },
    ],
  });
});

describe('a transcript is moved', () => {
  test('later, and learners read it later', async () => {
    expect((await change({ revision: 1, shiftMs: 8500 })).shiftMs).toBe(8500);
    expect(await captions()).toEqual([
      [[9500, 'Welcome.']],
      [
        [0, 'Welcome.'],
        [8000, 'Across teh boundary.'],
      ],
      [[500, 'Templates.']],
    ]);
  });

  test('earlier than it began, and back again whole', async () => {
    await change({ revision: 1, shiftMs: -11_000 });
    expect(await captions()).toEqual([[[1000, 'Templates.']], [], []]);
    const { cues: back, shiftMs } = await change({ revision: 2, shiftMs: 0 });
    expect({ back, shiftMs }).toEqual({ back: cues, shiftMs: 0 });
  });

  test('no farther than a day', async () => {
    const { status, problem } = await refuse({ revision: 1, shiftMs: 86_400_001 });
    expect([status, problem.code]).toEqual([422, 'invalid-input']);
  });
});

describe('a transcript is corrected', () => {
  test('a line’s words, with what could break out of its cue', async () => {
    await change({ revision: 1, cues: [{ at: 1, text: ' Across the --> <b>boundary</b>.\n\nWEBVTT ' }] });
    const [first = []] = await captions();
    expect(first[1]).toEqual([9500, 'Across the --> <b>boundary</b>.\nWEBVTT']);
    expect(first).toHaveLength(2);
  });

  test('characters that no database keeps are left away', async () => {
    const changed = await change({
      revision: 1,
      cues: [{ at: 0, text: 'a\0b\ud800\r\nc', speaker: 'A\0d\na' }],
    });
    expect(changed.cues[0]).toMatchObject({ text: 'ab\ufffd\nc', speaker: 'Ad a' });
  });

  test('a speaker’s name, joining two', async () => {
    const { speakers } = await change({ revision: 1, cues: [{ at: 1, speaker: ' Ada ' }] });
    expect(speakers).toEqual([{ speaker: 'Ada', cues: 2, spokenMs: 2000 }]);
  });

  test('a name taken away', async () => {
    const changed = await change({ revision: 1, cues: [{ at: 0, speaker: '' }] });
    expect(changed.cues[0]).toEqual({ startMs: 1000, endMs: 2000, text: 'Welcome.' });
  });

  test('a line taken away is counted and shown no more, and can be brought back', async () => {
    const { speakers } = await change({ revision: 1, cues: [{ at: 0, text: '' }] });
    expect(speakers.map(({ speaker }) => speaker)).toEqual(['Ada L.']);
    expect((await captions())[0]).toEqual([[9500, 'Across teh boundary.']]);
    await change({ revision: 2, cues: [{ at: 0, text: 'Welcome.' }] });
    expect((await read()).cues).toEqual(cues);
  });

  test('a line that there is not changes nothing', async () => {
    expect((await change({ revision: 1, cues: [{ at: 3, text: 'More.' }] })).cues).toEqual(cues);
  });

  test('its language', async () => {
    expect((await change({ revision: 1, language: 'pt-BR' })).language).toBe('pt-BR');
    expect((await refuse({ revision: 2, language: 'en"><script>' })).status).toBe(422);
  });
});

test('who changes an older state is told, and nothing is lost', async () => {
  await change({ revision: 1, cues: [{ at: 0, text: 'Hello.' }] });
  const { status, problem } = await refuse({ revision: 1, cues: [{ at: 0, text: 'Hi.' }] });
  expect([status, problem.code]).toEqual([409, 'transcript-changed']);
  expect((await read()).cues[0]?.text).toBe('Hello.');
});

test('of two at the same moment one is taken', async () => {
  const sent = await Promise.all(
    ['One.', 'Two.'].map(async (text) => refuseOrTake({ revision: 1, cues: [{ at: 0, text }] })),
  );
  expect(sent.toSorted()).toEqual([200, 409]);
  expect((await read()).revision).toBe(2);
});

test('another transcript in its place starts unmoved, and older changes do not reach it', async () => {
  await change({ revision: 1, shiftMs: 500 });
  await saveTranscript(service.ctx.db, module.recordingId, { format: 'srt', cues });
  expect(await read()).toMatchObject({ format: 'srt', shiftMs: 0, revision: 3, cues });
  expect((await refuse({ revision: 2, shiftMs: 0 })).status).toBe(409);
});

test('it can be taken away as WebVTT', async () => {
  await change({ revision: 1, shiftMs: -1500, cues: [{ at: 2, text: '' }] });
  const answer = await service.organisation.fetch(`${path()}.vtt`);
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="Writing a brief.vtt"');
  expect(parseTranscript(await answer.text()).cues).toEqual([
    { startMs: 0, endMs: 500, speaker: 'Ada', text: 'Welcome.' },
    { startMs: 8000, endMs: 9000, speaker: 'Ada L.', text: 'Across teh boundary.' },
  ]);
});

test('nobody else reads or changes it, and where there is none, none is told', async () => {
  const other = await service.addOrganisation('Another');
  expect((await other.fetch(path())).status).toBe(404);
  expect((await other.fetch(`${path()}.vtt`)).status).toBe(404);
  expect((await refuse({ revision: 1, shiftMs: 1 }, other)).status).toBe(404);
  expect((await fetch(new URL(path(), service.url))).status).toBe(401);
  const { recordingId } = await insertModule(service.ctx, service.organisation.id);
  expect((await service.organisation.fetch(`/api/recordings/${recordingId}/transcript`)).status).toBe(404);
});

async function refuseOrTake(changes: TranscriptChange): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  const answer = await service.organisation.fetch(path(), {
    ...{ method: 'PATCH', body: JSON.stringify(changes), headers },
  });
  return answer.status;
}
