import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attachmentSchema, moduleSchema, type Attachment } from '../../domain/api/module.ts';
import { problemSchema } from '../../domain/api/problem.ts';
import { insertModule, type ModuleFixture } from '../support/module.ts';
import { startTestService, type TestOrganisation, type TestService } from '../support/service.ts';

let service: TestService;
let us: TestOrganisation;
let fixture: ModuleFixture;

beforeAll(async () => {
  service = await startTestService({ config: { maxUploadBytes: 300_000 } });
  us = service.organisation;
  fixture = await insertModule(service.ctx, us.id);
});
afterAll(() => service.stop());

const formOf = (file: File | undefined, fields: Record<string, string> = {}): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  if (file) form.set('file', file, file.name);
  return form;
};
const upload = (path: string, form: FormData, as = us) => as.fetch(path, { method: 'POST', body: form });
const attach = async (file: File, fields: Record<string, string> = {}): Promise<Attachment> => {
  const response = await upload(`/api/modules/${fixture.moduleId}/attachments`, formOf(file, fields));
  expect(response.status).toBe(201);
  return attachmentSchema.parse(await response.json());
};
const attached = async (): Promise<Attachment[]> =>
  moduleSchema.parse(await us.json(`/api/modules/${fixture.moduleId}`)).attachments;
const countBlobs = async (): Promise<number> => {
  const keys: string[] = [];
  for await (const { key } of service.ctx.blobs.list('attachments')) keys.push(key);
  return keys.length;
};

describe('attaching a file', () => {
  it('keeps it whole and offers it as a download under its own name', async () => {
    const content = crypto.getRandomValues(new Uint8Array(60_000));
    const file = new File([content], 'Prüf liste.docx', { type: 'application/msword' });
    const attachment = await attach(file, { kind: 'template', chapterId: fixture.chapterIds[0] });
    expect(attachment).toMatchObject({
      kind: 'template',
      chapterId: fixture.chapterIds[0],
      title: 'Prüf liste',
      fileName: 'Prüf liste.docx',
      bytes: 60_000,
      version: 1,
    });
    const response = await us.fetch(attachment.url);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(content);
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="Pr.f liste\.docx"; filename\*=UTF-8''Pr%C3%BCf%20liste\.docx$/,
    );
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
  });

  it.each([
    ['../x', 'x'],
    ['..\\..\\windows\\evil.exe', 'evil.exe'],
    ['/etc/passwd', 'passwd'],
    ['a"b\r\nset-cookie: x.txt', /^a_b.*x\.txt$/],
    ['.htaccess', 'htaccess'],
  ])('makes the name %j safe', async (name, safe) => {
    const attachment = await attach(new File(['x'], name));
    expect(attachment.fileName).toEqual(typeof safe === 'string' ? safe : expect.stringMatching(safe));
    const response = await us.fetch(attachment.url);
    expect(response.status).toBe(200);
    expect(response.headers.get('set-cookie') ?? '').not.toContain('x.txt');
  });

  it('never lets a page run in what was uploaded', async () => {
    const { url } = await attach(new File(['<script>alert(1)</script>'], 'x.html', { type: 'text/html' }));
    const { headers } = await us.fetch(url);
    expect(headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
  });

  it('refuses what is no attachment, and leaves no blob behind', async () => {
    const before = await countBlobs();
    const there = (await attached()).length;
    const path = `/api/modules/${fixture.moduleId}/attachments`;
    const file = new File(['x'], 'x.txt');
    const tries: [FormData, number, string][] = [
      [formOf(undefined), 422, 'file-missing'],
      [formOf(new File([], 'empty.txt')), 422, 'file-empty'],
      [formOf(new File([new Uint8Array(300_001)], 'large.bin')), 413, 'file-too-large'],
      [formOf(file, { kind: 'virus' }), 422, 'invalid-input'],
      [formOf(file, { chapterId: crypto.randomUUID() }), 404, 'not-found'],
    ];
    for (const [form, status, code] of tries) {
      const response = await upload(path, form);
      const problem = problemSchema.parse(await response.json());
      expect([response.status, problem.code]).toEqual([status, code]);
    }
    expect(await countBlobs()).toBe(before);
    expect(await attached()).toHaveLength(there);
  });
});

describe('versions', () => {
  it('adds a newer one and keeps the old ones', async () => {
    const { id } = await attach(new File(['one'], 'plan.txt'), { title: 'The plan' });
    const response = await upload(
      `/api/attachments/${id}/versions`,
      formOf(new File(['second'], 'plan v2.txt')),
    );
    expect(response.status).toBe(201);
    const attachment = attachmentSchema.parse(await response.json());
    expect(attachment).toMatchObject({ title: 'The plan', version: 2, fileName: 'plan v2.txt', bytes: 6 });
    const texts = await Promise.all(attachment.versions.map(async ({ url }) => (await us.fetch(url)).text()));
    expect(texts).toEqual(['second', 'one']);
    expect((await us.fetch(`/api/attachments/${id}/versions/3`)).status).toBe(404);
  });

  it('numbers two at once one after the other', async () => {
    const { id } = await attach(new File(['one'], 'a.txt'));
    await Promise.all(
      ['b', 'c'].map((name) =>
        upload(`/api/attachments/${id}/versions`, formOf(new File([name], `${name}.txt`))),
      ),
    );
    const found = (await attached()).find((one) => one.id === id);
    expect(found?.versions.map(({ version }) => version)).toEqual([3, 2, 1]);
  });
});

describe('changing and taking away', () => {
  it('changes title, kind and place', async () => {
    const { id } = await attach(new File(['x'], 'x.txt'), { chapterId: fixture.chapterIds[1] });
    const changed = await us.json(`/api/attachments/${id}`, {
      method: 'PATCH',
      body: { title: 'For all', kind: 'guide', chapterId: null },
    });
    expect(changed).toMatchObject({ title: 'For all', kind: 'guide', chapterId: null });
  });

  it('is gone after a delete and back after an undo', async () => {
    const { id, url } = await attach(new File(['x'], 'x.txt'));
    expect((await us.fetch(`/api/attachments/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await attached()).some((one) => one.id === id)).toBe(false);
    expect((await us.fetch(url)).status).toBe(404);
    await us.json(`/api/attachments/${id}/restore`, { method: 'POST' });
    expect((await attached()).some((one) => one.id === id)).toBe(true);
    expect(await (await us.fetch(url)).text()).toBe('x');
  });
});

describe('what is not ours', () => {
  it('is not there, and takes no file', async () => {
    const { id, url } = await attach(new File(['x'], 'x.txt'));
    const them = await service.addOrganisation('Somebody else');
    const theirs = await insertModule(service.ctx, them.id);
    const before = await countBlobs();
    const file = () => formOf(new File(['x'], 'x.txt'));
    const asked = [
      them.fetch(url),
      them.fetch(`/api/attachments/${id}`, { method: 'DELETE' }),
      them.fetch(`/api/attachments/${id}/restore`, { method: 'POST' }),
      them.fetch(`/api/attachments/${id}`, {
        method: 'PATCH',
        body: '{"title":"Mine"}',
        headers: { 'content-type': 'application/json' },
      }),
      upload(`/api/attachments/${id}/versions`, file(), them),
      upload(`/api/modules/${fixture.moduleId}/attachments`, file(), them),
      us.fetch(`/api/attachments/${id}`, {
        method: 'PATCH',
        body: JSON.stringify({ chapterId: theirs.chapterIds[0] }),
        headers: { 'content-type': 'application/json' },
      }),
    ];
    for (const response of await Promise.all(asked)) expect(response.status).toBe(404);
    expect(await countBlobs()).toBe(before);
  });
});
