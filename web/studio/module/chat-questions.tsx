import { MessageSquare } from 'lucide-preact';
import type { ChatQuestion } from '../../../domain/api/module.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatTime } from '../../ui/format.ts';
import { showToast } from '../../ui/toast.tsx';
import { TimeButton } from './poll-drafts.tsx';
import { t } from './texts.ts';
import './session-panels.css';

/** What was asked in the chat of the session: ideas for a guide, each with its time. */
export function ChatQuestions(props: { questions: readonly ChatQuestion[]; onSeek: (ms: number) => void }) {
  const { questions } = props;
  if (questions.length === 0) {
    return (
      <EmptyState icon={MessageSquare} title={t('asked.none')}>
        {t('asked.noneText')}
      </EmptyState>
    );
  }
  const copy = async () => {
    await navigator.clipboard.writeText(questions.map(({ text }) => `${text}\n`).join(''));
    showToast({ message: t('asked.copied') });
  };
  return (
    <div class="stack">
      <p class="quiet">{t('asked.lead', { count: questions.length })}</p>
      <ul class="session-list" aria-label={t('asked.list')}>
        {questions.map(({ id, atMs, sender, text }) => (
          <li class="session-item" key={id}>
            <span>{text}</span>
            <span class="quiet session-facts">
              <span>{sender}</span>
              {atMs !== null && <TimeButton atMs={atMs} words={formatTime(atMs)} onSeek={props.onSeek} />}
            </span>
          </li>
        ))}
      </ul>
      <div>
        <Button small onClick={() => void copy()}>
          {t('asked.copy')}
        </Button>
      </div>
    </div>
  );
}
