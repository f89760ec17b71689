import type { ComponentChildren } from 'preact';
import { CircleCheck, CircleAlert, Clock3, Info, TriangleAlert, type LucideIcon } from 'lucide-preact';
import type { Receipt } from '../../domain/api/learn.ts';
import { formatBriefly, formatNumber } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { t } from './texts.ts';
import './receipt-line.css';

/** The moment the platform took the score: "4 of 5 · sent to Moodle 10:32". Nothing where nothing is graded yet. */
export function ReceiptLine({ receipt, platform }: { receipt: Receipt; platform: string }) {
  const said = wordsOf(receipt, platform);
  return (
    <p class="receipt" role="status">
      {said !== undefined && (
        <>
          <span class={`receipt-icon receipt-${said.tone}`}>
            <Icon of={said.icon} size={18} />
          </span>
          <span>
            <span class="unseen">{t('receipt.label')}: </span>
            {scoreOf(receipt)}
            {said.words}
          </span>
        </>
      )}
    </p>
  );
}

interface Said {
  tone: 'good' | 'warn' | 'bad' | 'quiet';
  icon: LucideIcon;
  words: string;
}

function wordsOf(receipt: Receipt, platform: string): Said | undefined {
  switch (receipt.state) {
    case 'not-graded':
      return undefined;
    case 'waiting':
      return { tone: 'quiet', icon: Clock3, words: t('receipt.waiting', { platform }) };
    case 'sent':
      return {
        tone: 'good',
        icon: CircleCheck,
        words: t('receipt.sent', { platform, time: timeOf(receipt.at) }),
      };
    case 'superseded':
      return { tone: 'quiet', icon: Info, words: t('receipt.superseded', { platform }) };
    case 'failed':
      return receipt.retryAt === null
        ? { tone: 'bad', icon: CircleAlert, words: t('receipt.refused', { platform }) }
        : {
            tone: 'warn',
            icon: TriangleAlert,
            words: t('receipt.failed', { platform, time: timeOf(receipt.retryAt) }),
          };
  }
}

function scoreOf({ scoreGiven, scoreMaximum }: Receipt): ComponentChildren {
  if (scoreGiven === null || scoreMaximum === null) return null;
  return (
    <>
      <span class="strong figures">
        {t('receipt.score', { score: formatNumber(scoreGiven), max: formatNumber(scoreMaximum) })}
      </span>
      {' · '}
    </>
  );
}

function timeOf(at: string | null): string {
  return at === null ? '' : formatBriefly(new Date(at));
}
