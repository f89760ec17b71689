import { texts } from '../../ui/i18n.ts';
import en from '../locales/en/quiz.json' with { type: 'json' };

/** The texts of the quiz. */
export const t = texts('quiz', en);
