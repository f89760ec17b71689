import { CircleAlert, RotateCcw } from 'lucide-preact';
import type { Learn } from '../../domain/api/learn.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/progress.tsx';
import { Activity } from './activity.tsx';
import type { LearnApi } from './learn-api.ts';
import { t } from './texts.ts';
import { useLearn } from './use-learn.ts';
import '../ui/card.css';
import './learn-page.css';

/** What a learner sees: the activity, or why it can't be shown. `createApi` says where it comes from and who keeps it. */
export function LearnPage({ createApi }: { createApi: (onEnded: () => void) => LearnApi }) {
  const state = useLearn(createApi);
  const { learn, failure } = state;
  if (learn === undefined && failure !== undefined) {
    return (
      <main class="trouble">
        <div class="empty">
          <Icon of={CircleAlert} size={28} />
          <h1>{t('trouble.title')}</h1>
          <p role="alert">{failure}</p>
          {!state.ended && (
            <div class="empty-actions">
              <Button icon={RotateCcw} onClick={() => void state.load()}>
                {t('trouble.retry')}
              </Button>
            </div>
          )}
        </div>
      </main>
    );
  }
  if (learn === undefined) return <Opening />;
  return (
    <>
      <aside class="learn-notice" aria-label={t('notices')}>
        {state.ended && (
          <Notice tone="warn" title={t('ended.title')}>
            {t('ended.body')}
          </Notice>
        )}
        {noticeFor(learn)}
      </aside>
      <Activity learn={learn} state={state} />
    </>
  );
}

/** The shape of the page while it is fetched: the video's box stands where it will be. */
function Opening() {
  return (
    <main class="opening" role="status">
      <span class="unseen">{t('loading')}</span>
      <div class="opening-video" />
      <div class="learn-words">
        <Skeleton height={28} width="60%" />
        <Skeleton height={60} />
      </div>
    </main>
  );
}

function noticeFor(learn: Learn) {
  if (learn.reviewOf !== null) {
    return (
      <Notice tone="info" title={t('review.title', { name: learn.reviewOf || t('review.unnamed') })}>
        {t('review.body')}
      </Notice>
    );
  }
  if (learn.graded) return null;
  const about = {
    learner: 'ungraded',
    'test-learner': 'testLearner',
    trainer: 'trainer',
    observer: 'observer',
  } as const;
  const texts = about[learn.role];
  return (
    <Notice tone="info" title={t(`${texts}.title`)}>
      {t(`${texts}.body`, { platform: learn.platformName })}
    </Notice>
  );
}
