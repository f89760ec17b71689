import { expect, test } from 'vitest';
import {
  handLmss,
  isCloud,
  knownOf,
  valuesFor,
  type HandLms,
} from '../../../web/studio/platforms/presets.ts';

const known: readonly [lms: HandLms, site: string, expected: Partial<ReturnType<typeof knownOf>>][] = [
  [
    'moodle',
    'moodle.example.org/course/view.php?id=7',
    {
      name: 'moodle.example.org',
      issuer: 'https://moodle.example.org',
      authUrl: 'https://moodle.example.org/mod/lti/auth.php',
      tokenUrl: 'https://moodle.example.org/mod/lti/token.php',
      jwksUrl: 'https://moodle.example.org/mod/lti/certs.php',
      frameOrigins: 'https://moodle.example.org',
      productFamily: 'moodle',
    },
  ],
  [
    'moodle',
    'https://example.org/lms/',
    { issuer: 'https://example.org/lms', frameOrigins: 'https://example.org' },
  ],
  ['moodle', 'http://localhost:8080/moodle/index.php', { issuer: 'http://localhost:8080/moodle' }],
  [
    'canvas',
    'https://school.instructure.com/accounts/1',
    {
      issuer: 'https://canvas.instructure.com',
      authUrl: 'https://sso.canvaslms.com/api/lti/authorize_redirect',
      frameOrigins: 'https://school.instructure.com',
      productFamily: 'canvas',
    },
  ],
  [
    'canvas',
    'school.beta.instructure.com',
    {
      issuer: 'https://canvas.beta.instructure.com',
      jwksUrl: 'https://sso.beta.canvaslms.com/api/lti/security/jwks',
    },
  ],
  [
    'blackboard',
    'https://school.blackboard.com/ultra',
    {
      issuer: 'https://blackboard.com',
      jwksUrl: 'https://developer.blackboard.com/api/v1/management/applications/fe3e%2F/jwks.json',
      frameOrigins: 'https://school.blackboard.com',
    },
  ],
  [
    'brightspace',
    'https://school.brightspace.com/d2l/home',
    {
      issuer: 'https://school.brightspace.com',
      authUrl: 'https://school.brightspace.com/d2l/lti/authenticate',
      tokenAudience: 'https://api.brightspace.com/auth/token',
    },
  ],
  [
    'sakai',
    'https://sakai.example.org/portal',
    { authUrl: 'https://sakai.example.org/imsoidc/lti13/oidc_auth', tokenUrl: '' },
  ],
  ['schoology', 'https://app.schoology.com', { issuer: 'https://schoology.schoology.com' }],
  [
    'other',
    'https://lms.example.org/x',
    { issuer: 'https://lms.example.org', authUrl: '', productFamily: '' },
  ],
  ['moodle', 'not an address', { issuer: '', frameOrigins: '' }],
  ['blackboard', '', { frameOrigins: '' }],
];

test.each(known)('%s at “%s” fills in what is known of it', (lms, site, expected) => {
  expect(knownOf(lms, site, ' fe3e/ ')).toMatchObject(expected);
});

test('Blackboard’s keys wait for the client id, which is in their address', () => {
  expect(knownOf('blackboard', '', '').jwksUrl).toBe('');
});

test('each LMS is given its addresses under its own names', () => {
  const tool = {
    name: 'Afterclass',
    loginUrl: 'https://a.example/lti/login',
    launchUrl: 'https://a.example/lti/launch',
    deepLinkingUrl: 'https://a.example/lti/launch',
    jwksUrl: 'https://a.example/lti/jwks',
    canvasConfigurationUrl: 'https://a.example/lti/canvas.json',
    domain: 'a.example',
    redirectUris: ['https://a.example/lti/launch'],
    scopes: [],
  };
  for (const lms of handLmss) {
    const given = valuesFor(lms, tool);
    expect(given.map(({ value }) => value)).toEqual(
      expect.arrayContaining([tool.loginUrl, tool.jwksUrl, ...tool.redirectUris]),
    );
    expect(new Set(given.map(({ label }) => label)).size).toBe(given.length);
  }
  expect(valuesFor('canvas', tool)).toContainEqual({ label: 'JSON URL', value: tool.canvasConfigurationUrl });
  expect(valuesFor('brightspace', tool)[0]).toEqual({ label: 'Domain', value: 'https://a.example' });
});

test('only clouds keep their issuer apart from where people are', () => {
  expect(handLmss.filter(isCloud)).toEqual(['canvas', 'blackboard', 'schoology']);
});
