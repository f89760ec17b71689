import { createServer, type RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFetchPlatform, isPublicAddress } from '../../../lti/services/fetch-platform.ts';

describe('only what the whole internet can reach is public', () => {
  test.each(['8.8.8.8', '1.1.1.1', '2606:4700:4700::1111'])('%s is', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    '127.0.0.1',
    '127.9.9.9',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'fd12::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'ff02::1',
    'localhost',
    '',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('without leave for private networks', () => {
  const fetchPlatform = createFetchPlatform({ allowPrivateNetworks: false });

  test.each([
    ['http://lms.example/', 'platform-address-not-https'],
    ['https://127.0.0.1/', 'platform-address-not-public'],
    ['https://[::1]/', 'platform-address-not-public'],
    ['https://[::ffff:127.0.0.1]/', 'platform-address-not-public'],
    ['https://2130706433/', 'platform-address-not-public'],
    ['https://0x7f.1/', 'platform-address-not-public'],
    ['https://169.254.169.254/latest/meta-data', 'platform-address-not-public'],
    ['https://localhost/', 'platform-address-not-public'],
    ['https://user:pass@lms.example/', 'platform-address-wrong'],
    ['file:///etc/passwd', 'platform-address-wrong'],
    ['not an address', 'platform-address-wrong'],
  ])('%s is not called', async (url, code) => {
    await expect(fetchPlatform(url)).rejects.toMatchObject({ code });
  });

  test.each([
    ['a name that means loopback', [{ address: '127.0.0.1', family: 4 }]],
    [
      'a name that means only private addresses',
      [
        { address: '10.0.0.1', family: 4 },
        { address: 'fd00::1', family: 6 },
      ],
    ],
  ])('%s is looked at where the connection is made', async (_title, found) => {
    const rebinding = createFetchPlatform({
      allowPrivateNetworks: false,
      resolve: (_hostname, _options, callback) => callback(null, found),
    });
    await expect(rebinding('https://lms.example/')).rejects.toMatchObject({
      code: 'platform-address-not-public',
    });
  });
});

describe('an answer', () => {
  let origin: string;
  let stop: () => Promise<void>;
  const seen: { agent: string | undefined }[] = [];
  beforeAll(async () => {
    ({ origin, stop } = await serve((request, response) => {
      seen.push({ agent: request.headers['user-agent'] });
      if (request.url === '/redirect') response.writeHead(302, { location: '/large' }).end();
      else if (request.url === '/large') response.end('x'.repeat(2_000_000));
      else response.end('fine');
    }));
  });
  afterAll(async () => {
    await stop();
  });
  const fetchPlatform = createFetchPlatform({ allowPrivateNetworks: true });

  test('comes with its status, and we say who we are', async () => {
    expect(await fetchPlatform(origin)).toMatchObject({ status: 200, text: 'fine' });
    expect(seen[0]?.agent).toContain('Afterclass');
  });

  test('that redirects is not followed', async () => {
    expect(await fetchPlatform(`${origin}/redirect`)).toMatchObject({ status: 302 });
  });

  test('that is too large is cut off', async () => {
    await expect(fetchPlatform(`${origin}/large`)).rejects.toMatchObject({
      code: 'platform-answer-too-large',
    });
  });

  test('that is no longer wanted ends at once', async () => {
    await expect(fetchPlatform(origin, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'platform-unreachable',
    });
  });
});

async function serve(listener: RequestListener): Promise<{ origin: string; stop: () => Promise<void> }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
