import { texts } from '../../ui/i18n.ts';
import en from '../locales/en/module.json' with { type: 'json' };

/** The module editor's texts. */
export const t = texts('module', en);
