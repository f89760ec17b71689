import { texts } from '../ui/i18n.ts';
import en from './locales/en/package.json' with { type: 'json' };

/** The texts of the player in a package. */
export const t = texts('package', en);
