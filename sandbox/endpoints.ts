import type { SandboxContext } from './context.ts';
import type { SandboxEndpoints } from './types.ts';

/** The platform's addresses, as the configuration names them. */
export function endpointsOf({
  origin,
  serviceOrigin,
}: Pick<SandboxContext, 'origin' | 'serviceOrigin'>): SandboxEndpoints {
  return {
    configuration: `${origin}/.well-known/openid-configuration`,
    registration: `${origin}/register`,
    authorization: `${serviceOrigin}/auth`,
    token: `${serviceOrigin}/token`,
    jwks: `${serviceOrigin}/jwks`,
  };
}
