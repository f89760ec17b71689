import { hashSecret } from '../keys/secrets.ts';

/** The cookie that ties a launch to the browser that began it (rule 8). */
export interface BindingCookie {
  name: string;
  value: string;
  expiresAt: Date;
}

/** Name of the cookie that belongs to a state, so that launches side by side do not disturb each other (rule 8). */
export function bindingCookieName(state: string): string {
  return `lti_${hashSecret(state).toString('hex').slice(0, 24)}`;
}
