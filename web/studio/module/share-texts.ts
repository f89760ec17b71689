import { texts } from '../../ui/i18n.ts';
import en from '../locales/en/share.json' with { type: 'json' };

/** The texts of handing a module on. */
export const t = texts('share', en);
