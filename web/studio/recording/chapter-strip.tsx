import { RotateCw, X } from 'lucide-preact';
import type { ChapterProgress } from '../../../domain/api/recording.ts';
import { Badge, type BadgeTone } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { formatShare, formatTime } from '../../ui/format.ts';
import { texts } from '../../ui/i18n.ts';
import { Progress } from '../../ui/progress.tsx';
import en from '../locales/en/recording.json' with { type: 'json' };
import './chapter-strip.css';

const t = texts('recording', en);

const tones: Record<ChapterProgress['state'], BadgeTone> = {
  waiting: 'quiet',
  cutting: 'work',
  ready: 'good',
  failed: 'bad',
  cancelled: 'quiet',
};

/** The recording as a line: each chapter as long as it is, filled as far as it is cut. Says nothing the cards do not. */
export function ChapterLine({ chapters }: { chapters: readonly ChapterProgress[] }) {
  return (
    <div class="chapter-line" aria-hidden="true">
      {chapters.map((chapter) => (
        <span
          key={chapter.id}
          class={`chapter-piece chapter-piece-${chapter.state}`}
          style={{ flexGrow: Math.max(1, chapter.endMs - chapter.startMs) }}
        >
          <span style={{ transform: `scaleX(${shareOf(chapter)})` }} />
        </span>
      ))}
    </div>
  );
}

/** The chapters as cards that fill as they are cut, each with its state, cancel and retry. */
export function ChapterCards(props: {
  chapters: readonly ChapterProgress[];
  /** The chapter whose cancel or retry is under way. */
  busyId: string | undefined;
  onCancel: (chapter: ChapterProgress) => void;
  onRetry: (chapter: ChapterProgress) => void;
}) {
  return (
    <ol class="chapter-cards">
      {props.chapters.map((chapter) => (
        <li key={chapter.id} class="chapter-card">
          <div class="chapter-picture">
            {chapter.thumbnailUrl && (
              <img src={chapter.thumbnailUrl} alt="" width={320} height={180} loading="lazy" />
            )}
            <span class="chapter-number figures">{chapter.index}</span>
            <span class="chapter-length figures">{formatTime(chapter.endMs - chapter.startMs)}</span>
            {chapter.state === 'cutting' && (
              <span class="chapter-fill" style={{ transform: `scaleX(${shareOf(chapter)})` }} />
            )}
          </div>
          <div class="chapter-words">
            <div class="chapter-title">{chapter.title}</div>
            <div class="quiet figures">
              {formatTime(chapter.startMs)}–{formatTime(chapter.endMs)}
            </div>
            <ChapterState {...props} chapter={chapter} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function ChapterState(props: {
  chapter: ChapterProgress;
  busyId: string | undefined;
  onCancel: (chapter: ChapterProgress) => void;
  onRetry: (chapter: ChapterProgress) => void;
}) {
  const { chapter } = props;
  const { index } = chapter;
  const isAtWork = chapter.state === 'waiting' || chapter.state === 'cutting';
  const isBusy = props.busyId === chapter.id;
  return (
    <div class="chapter-state">
      <div class="row chapter-state-line">
        <span class="grow">
          <Badge tone={tones[chapter.state]}>
            {t(`work.chapter.${chapter.state}`, { share: formatShare(shareOf(chapter)) })}
            {chapter.state === 'ready' && chapter.method && (
              <span class="quiet">, {t(`work.chapter.${chapter.method}`)}</span>
            )}
          </Badge>
        </span>
        {isAtWork && (
          <IconButton
            small
            icon={X}
            busy={isBusy}
            label={t('work.chapter.cancel', { index })}
            onClick={() => props.onCancel(chapter)}
          />
        )}
      </div>
      {chapter.state === 'cutting' && (
        <Progress
          value={shareOf(chapter)}
          label={t('work.chapter.progress', { index, title: chapter.title })}
        />
      )}
      {chapter.failure && <p class="chapter-failure">{chapter.failure.message}</p>}
      {(chapter.state === 'failed' || chapter.state === 'cancelled') && (
        <Button
          small
          icon={RotateCw}
          busy={isBusy}
          label={t('work.chapter.retry', { index })}
          onClick={() => props.onRetry(chapter)}
        >
          {t('work.chapter.retryShort')}
        </Button>
      )}
    </div>
  );
}

function shareOf({ state, progress }: ChapterProgress): number {
  if (state === 'ready') return 1;
  return state === 'cutting' ? progress / 100 : 0;
}
