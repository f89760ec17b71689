/** LMSs whose addresses follow from what is known of them. */
export type Preset = 'moodle' | 'canvas' | 'other';

interface KnownAddresses {
  issuer?: string;
  authUrl?: string;
  tokenUrl?: string;
  jwksUrl?: string;
}

/** The addresses of an LMS: Moodle's from its site (its mod/lti), Canvas's cloud (one for all customers). */
export const presets: Record<Preset, (issuer: string) => KnownAddresses> = {
  moodle: (issuer) => {
    const site = issuer.trim().replace(/\/+$/, '');
    if (!/^https?:\/\/./.test(site)) return {};
    return {
      authUrl: `${site}/mod/lti/auth.php`,
      tokenUrl: `${site}/mod/lti/token.php`,
      jwksUrl: `${site}/mod/lti/certs.php`,
    };
  },
  canvas: () => ({
    issuer: 'https://canvas.instructure.com',
    authUrl: 'https://sso.canvaslms.com/api/lti/authorize_redirect',
    tokenUrl: 'https://sso.canvaslms.com/login/oauth2/token',
    jwksUrl: 'https://sso.canvaslms.com/api/lti/security/jwks',
  }),
  other: () => ({}),
};
