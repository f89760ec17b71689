import { randomBytes } from 'node:crypto';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { moduleSchema } from '../../domain/api/module.ts';
import { recordingSchema } from '../../domain/api/recording.ts';
import { sampleOutline, sampleRecording } from '../support/sample.ts';
import { startTestService, type TestService } from '../support/service.ts';

const endpoint = process.env['AFTERCLASS_TEST_S3_ENDPOINT'];

describe.skipIf(endpoint === undefined)('a service whose blobs are in an S3 bucket', () => {
  let service: TestService;
  beforeAll(async () => {
    const bucket = `afterclass-${randomBytes(6).toString('hex')}`;
    const client = new S3Client({ endpoint: endpoint ?? '', region: 'us-east-1', forcePathStyle: true });
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    const blobs = { kind: 's3', bucket, endpoint, region: 'us-east-1', checksums: 'WHEN_REQUIRED' } as const;
    service = await startTestService({ worker: true, config: { blobs } });
  });
  afterAll(() => service.stop());

  test('cuts a recording and sends browsers to the bucket for it', async () => {
    const form = new FormData();
    form.set('recording', new Blob([await sampleRecording()]), 'webinar.mp4');
    form.set('outline', new Blob([sampleOutline]), 'outline.txt');
    const response = await service.organisation.fetch('/api/recordings', { method: 'POST', body: form });
    const { id } = recordingSchema.parse(await response.json());
    await service.drain();
    const recording = recordingSchema.parse(await service.organisation.json(`/api/recordings/${id}`));
    expect(recording).toMatchObject({ failure: null, state: 'ready', chaptersReady: 3 });
    const module = moduleSchema.parse(
      await service.organisation.json(`/api/modules/${recording.moduleId ?? ''}`),
    );
    const url = new URL(module.chapters[1]?.clipUrl ?? '', service.url);
    const sent = await fetch(url, { redirect: 'manual' });
    expect(sent.status).toBe(302);
    expect(sent.headers.get('location')).toContain(new URL(endpoint ?? '').host);
    const part = await fetch(url, { headers: { range: 'bytes=4-7' } });
    expect([part.status, await part.text(), part.headers.get('content-type')]).toEqual([
      206,
      'ftyp',
      'video/mp4',
    ]);
  });
});
