import { afterAll, beforeAll, expect, test } from 'vitest';
import { modulesSchema } from '../../domain/api/module.ts';
import { recordingsSchema } from '../../domain/api/recording.ts';
import { refusalOf } from '../support/learner.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
  const at = new Date('2026-05-04T11:00:00Z');
  const states = ['ready', 'cutting', 'failed', 'ready', 'uploading', 'ready', 'ready'] as const;
  for (const [index, state] of states.entries()) {
    const recording = await service.ctx.db
      .insertInto('recordings')
      .values({
        organisation_id: service.organisation.id,
        title: `Session ${index}${index === 3 ? ' 50% off' : ''}`,
        state,
        // Several of one moment: only their ids tell them apart.
        created_at: at,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await service.ctx.db
      .insertInto('modules')
      .values({
        organisation_id: service.organisation.id,
        recording_id: recording.id,
        title: `Session ${index}`,
        state: index === 0 ? 'published' : 'draft',
        created_at: at,
      })
      .execute();
  }
});
afterAll(() => service.stop());

async function recordings(query: Record<string, string>) {
  const path = `/api/recordings?${new URLSearchParams(query).toString()}`;
  return recordingsSchema.parse(await service.organisation.json(path));
}

test('recordings come page by page, each once, though all were added at one moment', async () => {
  const seen: string[] = [];
  let after: string | null = '';
  for (const expected of [3, 3, 1]) {
    const page: Awaited<ReturnType<typeof recordings>> = await recordings({
      limit: '3',
      ...(after ? { after } : {}),
    });
    expect(page.recordings).toHaveLength(expected);
    seen.push(...page.recordings.map(({ title }) => title));
    after = page.next;
  }
  expect(after).toBeNull();
  expect(seen.map((title) => title.slice(0, 9)).toSorted()).toEqual(
    Array.from({ length: 7 }, (_, index) => `Session ${index}`),
  );
});

test('a group is paged by itself, and the counts stay those of all that is searched for', async () => {
  const counts = { working: 1, attention: 2, ready: 3, published: 1 };
  const page = await recordings({ group: 'ready', limit: '2' });
  expect([page.recordings.length, page.counts]).toEqual([2, counts]);
  const rest = await recordings({ group: 'ready', limit: '2', after: page.next ?? '' });
  expect([rest.recordings.length, rest.next]).toEqual([1, null]);
  expect(await recordings({ query: '50% OFF' })).toMatchObject({
    recordings: [{ title: 'Session 3 50% off' }],
    counts: { working: 0, attention: 0, ready: 1, published: 0 },
  });
});

test('modules come page by page', async () => {
  const read = async (path: string) => modulesSchema.parse(await service.organisation.json(path));
  const first = await read('/api/modules?limit=5');
  const second = await read(`/api/modules?limit=5&after=${encodeURIComponent(first.next ?? '')}`);
  expect([first.modules.length, second.modules.length, second.next]).toEqual([5, 2, null]);
  expect(new Set([...first.modules, ...second.modules].map(({ id }) => id)).size).toBe(7);
});

const someId = '00000000-0000-4000-8000-000000000000';

test.each([
  'x',
  '/',
  "2026-05-04 11:00:00+00/'",
  `99999999999999999/${someId}`,
  `-1/${someId}`,
  `1e9/${someId}`,
  `2026-02-31 11:00:00+00/${someId}`,
  `2026-05-04 11:00:00+99/${someId}`,
  '1777892400000000/------------------------------------',
  `1777892400000000/${someId}\0`,
])('a place that is no place in a list is refused: %j', async (after) => {
  for (const list of ['recordings', 'modules']) {
    const answer = await service.organisation.fetch(`/api/${list}?after=${encodeURIComponent(after)}`);
    expect(await refusalOf(answer)).toEqual([422, 'cursor-wrong']);
  }
});

test.each(['0', '1777892400000000', '9999999999999999'])(
  'a place at any time is one: %s',
  async (microseconds) => {
    for (const list of ['recordings', 'modules']) {
      const answer = await service.organisation.fetch(`/api/${list}?after=${microseconds}/${someId}`);
      expect(answer.status).toBe(200);
    }
  },
);

test.each(['\ud800', '%', '\\', "'"])('%j is looked for as it stands', async (query) => {
  expect((await recordings({ query })).recordings.length).toBe(query === '%' ? 1 : 0);
});

test('a text with a character that cannot be kept is refused in a sentence', async () => {
  expect(await refusalOf(await service.organisation.fetch('/api/recordings?query=%00'))).toEqual([
    422,
    'character-unkeepable',
  ]);
});
