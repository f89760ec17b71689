import { describe, expect, test } from 'vitest';
import { readDeepLinkingSettings } from '../../../lti/deep-linking/deep-linking-settings.ts';
import { fetchConfiguration } from '../../../lti/registration/platform-configuration.ts';
import { scoresUrl } from '../../../lti/services/send-score.ts';
import { isOurTarget, placementUrl, readPlacement, toolAddresses } from '../../../lti/tool-addresses.ts';

const ours = 'https://tool.example:8443';
const moduleId = '0b7f0c5e-6c5a-4a7b-9a51-6f9d7f3f1c11';
const chapterId = '5f0c2d1e-1a2b-4c3d-8e4f-9a8b7c6d5e4f';

test('the domain carries its port, as Moodle compares it', () => {
  expect(toolAddresses(ours).domain).toBe('tool.example:8443');
});

describe('a target is ours', () => {
  test.each([`${ours}/lti/launch`, `${ours}/lti/launch?module=x`])('%s', (url) => {
    expect(isOurTarget(ours, url)).toBe(true);
  });
  test.each([
    'https://tool.example/lti/launch',
    'http://tool.example:8443/lti/launch',
    `${ours}.evil.example/lti/launch`,
    'https://evil.example/lti/launch',
    'https://tool.example:8443@evil.example/lti/launch',
    `${ours}/lti/launch/../../api`,
    `${ours}/lti/launchx`,
    'javascript:alert(1)',
    '//tool.example:8443/lti/launch',
    '/lti/launch',
    '',
  ])('not: %s', (url) => {
    expect(isOurTarget(ours, url)).toBe(false);
  });
});

describe('what a launch places', () => {
  test.each([[undefined], [chapterId]])(
    'comes back from the address that was made (chapter %s)',
    (chapter) => {
      const placement = { moduleId, chapterId: chapter };
      expect(readPlacement(placementUrl(ours, placement), {})).toEqual(placement);
    },
  );

  test('is told by custom parameters first', () => {
    const url = placementUrl(ours, { moduleId: chapterId, chapterId: undefined });
    const custom = { module_id: moduleId, chapter_id: chapterId };
    expect(readPlacement(url, custom)).toEqual({ moduleId, chapterId });
  });

  test.each([
    ['nothing', `${ours}/lti/launch`, {}],
    ['no id', `${ours}/lti/launch?module=1%27--`, {}],
    ['an unresolved variable', `${ours}/lti/launch`, { module_id: '$Module.id' }],
    ['null', `${ours}/lti/launch`, { module_id: null }],
    ['a chapter of no module', `${ours}/lti/launch?chapter=${chapterId}`, {}],
  ])('is nothing for %s', (_title, url, custom) => {
    expect(readPlacement(url, custom)).toBeUndefined();
  });
});

test.each([
  ['https://lms/x/lineitems/3/lineitem?type_id=2', 'https://lms/x/lineitems/3/lineitem/scores?type_id=2'],
  ['https://lms/x/3', 'https://lms/x/3/scores'],
  ['https://lms/x/3/?a=b&c=%20', 'https://lms/x/3/scores?a=b&c=%20'],
])('row 71: scores of %s go to %s', (lineItem, scores) => {
  expect(scoresUrl(lineItem)).toBe(scores);
});

test('row 65: a return address that is not https is refused', () => {
  const settings = { deep_link_return_url: 'http://lms.example/return', accept_types: ['ltiResourceLink'] };
  expect(() => readDeepLinkingSettings(settings, { allowHttp: false })).toThrow(
    expect.objectContaining({ code: 'return-url-not-https', status: 401 }),
  );
  expect(readDeepLinkingSettings(settings, { allowHttp: true }).accept_multiple).toBe(false);
});

describe('rule 39: a configuration speaks for its own host', () => {
  const endpoints = {
    authorization_endpoint: 'https://developer.blackboard.com/api/v1/gateway/oidcauth',
    token_endpoint: 'https://developer.blackboard.com/api/v1/gateway/oauth2/jwttoken',
    jwks_uri: 'https://developer.blackboard.com/api/v1/management/applications/x/jwks.json',
    registration_endpoint: 'https://developer.blackboard.com/api/v1/register',
    id_token_signing_alg_values_supported: ['RS256'],
  };
  const read = (url: string, document: unknown) =>
    fetchConfiguration(
      {
        allowPrivateNetworks: false,
        fetchPlatform: () =>
          Promise.resolve({ status: 200, header: () => undefined, text: JSON.stringify(document) }),
      },
      url,
      undefined,
    );

  test('but Blackboard’s is served by developer.blackboard.com', async () => {
    const document = { ...endpoints, issuer: 'https://blackboard.com' };
    expect((await read('https://developer.blackboard.com/configuration', document)).issuer).toBe(
      document.issuer,
    );
    await expect(read('https://evil.example/configuration', document)).rejects.toMatchObject({
      code: 'issuer-mismatch',
    });
  });

  test('and names https addresses only', async () => {
    const document = { ...endpoints, issuer: 'https://lms.example', jwks_uri: 'http://lms.example/jwks' };
    await expect(read('https://lms.example/c', document)).rejects.toMatchObject({
      code: 'endpoint-not-https',
    });
  });
});
