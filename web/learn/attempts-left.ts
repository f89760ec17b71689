import { t } from './texts.ts';

/** "2 attempts left", "no attempts left". */
export function attemptsLeft(count: number): string {
  return count === 0 ? t('quiz.noneLeft') : t('quiz.left', { count });
}
