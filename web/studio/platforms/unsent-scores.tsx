import { Send } from 'lucide-preact';
import { unsentScoresSchema, type UnsentScore } from '../../../domain/api/score.ts';
import { nothing, sentenceOf } from '../../ui/api.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { formatBriefly, formatNumber } from '../../ui/format.ts';
import { texts } from '../../ui/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useResource } from '../../ui/use-resource.ts';
import { useTicks } from '../../ui/use-ticks.ts';
import en from '../locales/en/platforms.json' with { type: 'json' };
import { api } from '../shell/session.ts';

const t = texts('platforms', en);

/** Scores that did not reach their LMS: why, when they are tried again, and a way to send them now. Absent when none. */
export function UnsentScores() {
  const { value, failure, reload } = useResource(
    async (signal) => (await api.get('/api/scores/unsent', unsentScoresSchema, { signal })).scores,
    [],
  );
  useTicks(() => void reload(), 15_000);
  if (failure) {
    return (
      <Notice tone="bad" title={t('scores.failed')}>
        {failure}
      </Notice>
    );
  }
  if (!value || value.length === 0) return null;
  return (
    <Card title={t('scores.title')} flush>
      <div class="card-body">
        <p class="quiet">{t('scores.text')}</p>
      </div>
      <Table
        caption={t('scores.title')}
        columns={columnsOf(() => void reload())}
        rows={value}
        rowKey={({ id }) => String(id)}
      />
    </Card>
  );
}

function columnsOf(onSent: () => void): readonly Column<UnsentScore>[] {
  return [
    {
      key: 'learner',
      heading: t('scores.learner'),
      alone: true,
      cell: (score) => (
        <>
          <div class="strong">{score.learnerName || t('scores.nameless')}</div>
          <div class="quiet">{score.publicationTitle || score.moduleTitle}</div>
        </>
      ),
    },
    {
      key: 'course',
      heading: t('scores.course'),
      cell: (score) => (
        <>
          <div>{score.contextTitle}</div>
          <div class="quiet">{score.platformName}</div>
        </>
      ),
    },
    {
      key: 'score',
      heading: t('scores.score'),
      nowrap: true,
      cell: ({ scoreGiven, scoreMaximum }) =>
        t('scores.of', { given: formatNumber(scoreGiven), maximum: formatNumber(scoreMaximum) }),
    },
    {
      key: 'reason',
      heading: t('scores.reason'),
      cell: (score) => (
        <div class="stack-8">
          <Badge tone={score.state === 'dead' ? 'bad' : 'warn'}>{stateOf(score)}</Badge>
          {score.reason !== '' && <div class="quiet">{score.reason}</div>}
        </div>
      ),
    },
    {
      key: 'actions',
      heading: t('scores.actions'),
      headingUnseen: true,
      end: true,
      alone: true,
      cell: (score) => <SendButton score={score} onSent={onSent} />,
    },
  ];
}

function SendButton({ score, onSent }: { score: UnsentScore; onSent: () => void }) {
  const send = useAction(async () => {
    try {
      await api.post(`/api/scores/${score.id}/resend`, nothing);
      showToast({ message: t('scores.sent') });
    } catch (error) {
      showToast({ message: sentenceOf(error), tone: 'bad' });
    }
    onSent();
  });
  return (
    <Button
      small
      icon={Send}
      busy={send.busy}
      label={t('scores.sendOf', { name: score.learnerName || t('scores.nameless') })}
      onClick={() => void send.run()}
    >
      {t(send.busy ? 'scores.sending' : 'scores.send')}
    </Button>
  );
}

function stateOf({ retryAt, tries }: UnsentScore): string {
  if (retryAt === null) return t('scores.dead', { count: tries });
  return t('scores.waiting', { time: formatBriefly(new Date(retryAt)) });
}
