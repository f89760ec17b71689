import en from '../locales/en/captions.json' with { type: 'json' };
import { texts } from '../../ui/i18n.ts';

/** Texts of the captions panel. */
export const t = texts('captions', en);
