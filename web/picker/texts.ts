import { texts } from '../ui/i18n.ts';
import en from './locales/en/picker.json' with { type: 'json' };

/** The texts of the picker. */
export const t = texts('picker', en);
