import { describe, expect, test } from 'vitest';
import { readGranted } from '../../../lti/registration/tool-registration.ts';

const granted = (told: Record<string, unknown>) =>
  readGranted({
    status: 201,
    header: () => undefined,
    text: JSON.stringify({ client_id: 'ours', ...told }),
  });

describe('where a registration can be changed later', () => {
  test('is kept as the LMS says it', () => {
    const told = {
      registration_client_uri: 'https://lms.example/r/1',
      registration_access_token: 'a.B-9_~+/=',
    };
    expect(granted(told)).toMatchObject(told);
  });

  test.each([
    ['a token of two lines', { registration_access_token: 'one\r\nx-other: two' }],
    ['a token of other letters', { registration_access_token: 'ключ' }],
    ['an empty token', { registration_access_token: '' }],
    ['a token too long', { registration_access_token: 'x'.repeat(8001) }],
    ['no web address', { registration_client_uri: 'file:///etc/passwd' }],
    ['an address too long', { registration_client_uri: `https://lms.example/${'x'.repeat(2000)}` }],
  ])('%s is passed over, and the registration stands', (_title, told) => {
    expect(granted(told)).toEqual({ client_id: 'ours' });
  });
});
