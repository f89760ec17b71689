import { Send } from 'lucide-preact';
import { resentScoresSchema, unsentScoresSchema, type UnsentScore } from '../../../domain/api/score.ts';
import { nothing, sentenceOf } from '../../ui/api.ts';
import { Button } from '../../ui/button.tsx';
import { formatBriefly, formatNumber } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useResource } from '../../ui/use-resource.ts';
import { useTicks } from '../../ui/use-ticks.ts';
import { api } from '../shell/session.ts';
import { t } from './texts.ts';
import './session-panels.css';

/** Scores of the module that did not reach their gradebook, why, and ways to send them again. Absent when none. */
export function ModuleUnsentScores({ moduleId }: { moduleId: string }) {
  const { value, failure, reload } = useResource(
    async (signal) =>
      (await api.get(`/api/scores/unsent?module=${moduleId}`, unsentScoresSchema, { signal })).scores,
    [moduleId],
  );
  useTicks(() => void reload(), 15_000);
  const all = useAction(async () => {
    await announce(async () => {
      const body = { moduleId };
      const { resent } = await api.post('/api/scores/resend', resentScoresSchema, { body });
      return t('unsent.sentAll', { count: resent });
    });
    await reload();
  });
  if (failure) return <Notice tone="bad" title={failure} />;
  if (!value || value.length === 0) return null;
  return (
    <section class="stack-8" aria-labelledby="unsent-scores">
      <div class="row">
        <h2 class="session-heading" id="unsent-scores">
          {t('unsent.title', { count: value.length })}
        </h2>
        {value.length > 1 && (
          <Button small icon={Send} busy={all.busy} onClick={() => void all.run()}>
            {t('unsent.sendAll')}
          </Button>
        )}
      </div>
      <ul class="placed">
        {value.map((score) => (
          <li key={score.id}>
            <Unsent score={score} onSent={() => void reload()} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Unsent({ score, onSent }: { score: UnsentScore; onSent: () => void }) {
  const name = score.learnerName || t('unsent.nameless');
  const send = useAction(async () => {
    await announce(async () => {
      await api.post(`/api/scores/${score.id}/resend`, nothing);
      return t('unsent.sent');
    });
    onSent();
  });
  const points = t('unsent.of', {
    given: formatNumber(score.scoreGiven),
    maximum: formatNumber(score.scoreMaximum),
  });
  return (
    <div class="stack-8">
      <div>
        <p class="strong">
          {name} · {points}
        </p>
        <p class="quiet">{score.contextTitle || score.platformName}</p>
        <p>{score.reason}</p>
        {score.retryAt !== null && (
          <p class="quiet">{t('unsent.retry', { time: formatBriefly(new Date(score.retryAt)) })}</p>
        )}
      </div>
      <div>
        <Button
          small
          icon={Send}
          busy={send.busy}
          label={t('unsent.sendOf', { name })}
          onClick={() => void send.run()}
        >
          {t('unsent.send')}
        </Button>
      </div>
    </div>
  );
}

async function announce(send: () => Promise<string>): Promise<void> {
  try {
    showToast({ message: await send() });
  } catch (error) {
    showToast({ message: sentenceOf(error), tone: 'bad' });
  }
}
