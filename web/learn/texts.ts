import { texts } from '../ui/i18n.ts';
import en from './locales/en/learn.json' with { type: 'json' };

/** The texts of the learner's page. */
export const t = texts('learn', en);
