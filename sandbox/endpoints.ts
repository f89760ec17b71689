import type { SandboxEndpoints } from './types.ts';

/** The platform's addresses, as the configuration names them. */
export function endpointsOf(origin: string): SandboxEndpoints {
  return {
    configuration: `${origin}/.well-known/openid-configuration`,
    registration: `${origin}/register`,
    authorization: `${origin}/auth`,
    token: `${origin}/token`,
    jwks: `${origin}/jwks`,
  };
}
