import type { RegradeCounts } from '../../../domain/regrade.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { t } from './question-type.ts';
import type { QuizEditor } from './use-quiz-editor.ts';

/** Says what a change does to grades that were given, before it is saved: regrade, only from now on, or back. */
export function RegradeDialog({ editor, counts }: { editor: QuizEditor; counts: RegradeCounts }) {
  const back = () => editor.decideLater();
  return (
    <Dialog
      title={t('regrade.title')}
      onClose={back}
      actions={
        <>
          <Button onClick={back}>{t('regrade.back')}</Button>
          <Button onClick={() => editor.decide('from-now-on')}>{t('regrade.fromNowOn')}</Button>
          <Button variant="primary" onClick={() => editor.decide('regrade')}>
            {t('regrade.regrade')}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p class="strong">{sentenceOfCounts(counts)}</p>
        <p>{t('regrade.text')}</p>
        {counts.down > 0 && <p>{t('regrade.falls')}</p>}
      </div>
    </Dialog>
  );
}

/** "12 attempts: 5 grades rise, 1 falls, 6 stay." */
export function sentenceOfCounts({ attempts, up, down, same }: RegradeCounts): string {
  return t('regrade.counts', {
    attempts: t('regrade.attempts', { count: attempts }),
    rise: t('regrade.rise', { count: up }),
    fall: t('regrade.fall', { count: down }),
    stay: t('regrade.stay', { count: same }),
  });
}
