import type { Platforms } from '../../../domain/api/platform.ts';
import { lmss, productFamilies, type Lms } from '../../../domain/lms.ts';
import { texts } from '../../ui/i18n.ts';
import en from '../locales/en/platforms.json' with { type: 'json' };
import { blankPlatform, type PlatformValues } from './platform-values.ts';

const t = texts('platforms', en);

/** LMSs that can register us by themselves, from one address; `other`: one that nothing is known of. */
export const selfRegistering = ['moodle', 'canvas', 'brightspace', 'sakai', 'other'] as const;
export type HandLms = Lms | 'other';
/** Every LMS of the choice. */
export const handLmss: readonly HandLms[] = [...lmss, 'other'];

type ToolValue = 'canvasJson' | 'launch' | 'redirect' | 'login' | 'jwks' | 'picker' | 'domain' | 'site';

interface Preset {
  /** One issuer for all customers: the site's address only says whose pages may frame ours. */
  isCloud: boolean;
  /** Under which name it asks for what, in its order. */
  asksFor: readonly (readonly [name: keyof typeof en.theirNames, value: ToolValue])[];
  /** What follows from where its site is (undefined: not typed yet) and from the client id. */
  known: (site: URL | undefined, clientId: string) => Partial<PlatformValues>;
}

const gateway = 'https://developer.blackboard.com/api/v1';
const schoologyService = 'https://lti-service.svc.schoology.com/lti-service';

const presets: Record<HandLms, Preset> = {
  moodle: {
    isCloud: false,
    asksFor: [
      ['toolUrl', 'launch'],
      ['publicKeyset', 'jwks'],
      ['initiateLoginUrl', 'login'],
      ['redirectionUris', 'redirect'],
      ['contentSelectionUrl', 'picker'],
    ],
    known: (site) => {
      if (!site) return {};
      const issuer =
        site.origin + site.pathname.replace(/(\/(admin|course|login|mod|my|user)\b.*|\/[^/]*\.php|\/+)$/, '');
      return {
        issuer,
        authUrl: `${issuer}/mod/lti/auth.php`,
        tokenUrl: `${issuer}/mod/lti/token.php`,
        jwksUrl: `${issuer}/mod/lti/certs.php`,
      };
    },
  },
  canvas: {
    isCloud: true,
    asksFor: [
      ['redirectUris', 'redirect'],
      ['jsonUrl', 'canvasJson'],
      ['targetLinkUri', 'launch'],
      ['initiationUrl', 'login'],
      ['publicJwkUrl', 'jwks'],
    ],
    known: (site) => {
      // Its beta and test clouds are twins under names of their own.
      const twin = /\.(beta|test)\.instructure\.com$/.exec(site?.hostname ?? '')?.[1];
      const at = twin ? `${twin}.` : '';
      return {
        issuer: `https://canvas.${at}instructure.com`,
        authUrl: `https://sso.${at}canvaslms.com/api/lti/authorize_redirect`,
        tokenUrl: `https://sso.${at}canvaslms.com/login/oauth2/token`,
        jwksUrl: `https://sso.${at}canvaslms.com/api/lti/security/jwks`,
      };
    },
  },
  blackboard: {
    isCloud: true,
    asksFor: [
      ['domains', 'domain'],
      ['loginInitiationUrl', 'login'],
      ['toolRedirectUrls', 'redirect'],
      ['toolJwksUrl', 'jwks'],
      ['placementTarget', 'picker'],
    ],
    known: (_site, clientId) => ({
      issuer: 'https://blackboard.com',
      authUrl: `${gateway}/gateway/oidcauth`,
      tokenUrl: `${gateway}/gateway/oauth2/jwttoken`,
      ...(clientId && {
        jwksUrl: `${gateway}/management/applications/${encodeURIComponent(clientId)}/jwks.json`,
      }),
    }),
  },
  brightspace: {
    isCloud: false,
    asksFor: [
      ['domain', 'site'],
      ['redirectUrls', 'redirect'],
      ['connectLoginUrl', 'login'],
      ['targetLinkUri', 'launch'],
      ['keysetUrl', 'jwks'],
    ],
    known: (site) => ({
      tokenUrl: 'https://auth.brightspace.com/core/connect/token',
      tokenAudience: 'https://api.brightspace.com/auth/token',
      ...(site && {
        issuer: site.origin,
        authUrl: `${site.origin}/d2l/lti/authenticate`,
        jwksUrl: `${site.origin}/d2l/.well-known/jwks`,
      }),
    }),
  },
  sakai: {
    isCloud: false,
    asksFor: [
      ['launchUrl', 'launch'],
      ['toolKeysetUrl', 'jwks'],
      ['initiationEndpoint', 'login'],
      ['redirectEndpoints', 'redirect'],
    ],
    known: (site) =>
      site
        ? {
            issuer: site.origin,
            authUrl: `${site.origin}/imsoidc/lti13/oidc_auth`,
            jwksUrl: `${site.origin}/imsblis/lti13/keyset`,
          }
        : {},
  },
  schoology: {
    isCloud: true,
    asksFor: [
      ['jwksUrl', 'jwks'],
      ['domainUrl', 'site'],
      ['loginInitUrl', 'login'],
      ['redirectUrls', 'redirect'],
    ],
    known: () => ({
      issuer: 'https://schoology.schoology.com',
      authUrl: `${schoologyService}/authorize-redirect`,
      tokenUrl: `${schoologyService}/access-token`,
      jwksUrl: `${schoologyService}/.well-known/jwks`,
    }),
  },
  other: {
    isCloud: false,
    asksFor: [
      ['targetLinkUri', 'launch'],
      ['loginInitiationUrl', 'login'],
      ['redirectUris', 'redirect'],
      ['jwksUrl', 'jwks'],
      ['deepLinkingUrl', 'picker'],
      ['domain', 'domain'],
    ],
    known: (site) => (site ? { issuer: site.origin } : {}),
  },
};

/** Whether one issuer stands for all customers of an LMS, so that the school's own address must be told, too. */
export function isCloud(lms: HandLms): boolean {
  return presets[lms].isCloud;
}

/** What is known of an LMS from where its site is and the client id it gave; empty where it must be typed. */
export function knownOf(lms: HandLms, siteText: string, clientId: string): PlatformValues {
  const site = siteOf(siteText);
  return {
    ...blankPlatform,
    name: site?.hostname ?? '',
    productFamily: lms === 'other' ? '' : productFamilies[lms],
    // People are on the school's own pages, wherever the issuer is.
    frameOrigins: site?.origin ?? '',
    ...presets[lms].known(site, clientId.trim()),
  };
}

/** What an LMS asks for, in its order, by the names it has for them there. */
export function valuesFor(lms: HandLms, tool: Platforms['tool']): { label: string; value: string }[] {
  const values: Record<ToolValue, string> = {
    canvasJson: tool.canvasConfigurationUrl,
    launch: tool.launchUrl,
    redirect: tool.redirectUris.join('\n'),
    login: tool.loginUrl,
    jwks: tool.jwksUrl,
    picker: tool.deepLinkingUrl,
    domain: tool.domain,
    site: new URL(tool.launchUrl).origin,
  };
  return presets[lms].asksFor.map(([name, value]) => ({
    label: t(`theirNames.${name}`),
    value: values[value],
  }));
}

/** An address as people type or paste it: with or without https://, of whichever page they look at. */
function siteOf(text: string): URL | undefined {
  const trimmed = text.trim();
  const url = URL.parse(/^https?:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
  return url && /[^.]\.[^.]|^localhost$/.test(url.hostname) ? url : undefined;
}
