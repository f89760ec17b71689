import { AudioLines, FileText, Scissors } from 'lucide-preact';
import type { Module, ModuleChapter } from '../../../domain/api/module.ts';
import type { Interval } from '../../../domain/boundaries.ts';
import { moveIntoPauses, moveToOutline, nearestSpot, trimSilence } from '../../../domain/pauses.ts';
import { formatTime } from '../../../domain/time.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast.tsx';
import { formatMove } from './format-move.ts';
import { t } from './texts.ts';
import type { Boundaries } from './use-boundaries.ts';
import type { Drawn } from './use-drawn.ts';

/** Where the chosen chapter's boundaries could go: into a pause of speech, or back to the outline's time. */
export function PauseTools(props: {
  chapter: ModuleChapter;
  interval: Interval;
  boundaries: Boundaries;
  pauses: Drawn['pauses'];
  onRefused: (sentence: string | undefined) => void;
}) {
  const { chapter, interval, boundaries, pauses } = props;
  const { outlineStartMs } = chapter;
  const move = (to: { startMs?: number; endMs?: number }) => props.onRefused(boundaries.move(chapter.id, to));
  const startSpot = interval.startMs === 0 ? undefined : nearestSpot(pauses, interval.startMs);
  const endSpot = nearestSpot(pauses, interval.endMs);
  const [trimmed = interval] = trimSilence([interval], pauses);
  const isTrimmable = trimmed.startMs !== interval.startMs || trimmed.endMs !== interval.endMs;
  return (
    <div class="boundary-line pause-tools">
      {outlineStartMs !== null && outlineStartMs !== interval.startMs && (
        <>
          <span class="quiet small">
            {t('pause.fromOutline', {
              move: formatMove(interval.startMs - outlineStartMs),
              time: formatTime(outlineStartMs),
            })}
          </span>
          <Button variant="quiet" small icon={FileText} onClick={() => move({ startMs: outlineStartMs })}>
            {t('pause.exact')}
          </Button>
        </>
      )}
      {startSpot !== undefined && startSpot !== interval.startMs && (
        <Button variant="quiet" small icon={AudioLines} onClick={() => move({ startMs: startSpot })}>
          {t('pause.start', { move: formatMove(startSpot - interval.startMs) })}
        </Button>
      )}
      {endSpot !== undefined && endSpot !== interval.endMs && (
        <Button variant="quiet" small icon={AudioLines} onClick={() => move({ endMs: endSpot })}>
          {t('pause.end', { move: formatMove(endSpot - interval.endMs) })}
        </Button>
      )}
      {isTrimmable && (
        <Button
          variant="quiet"
          small
          icon={Scissors}
          onClick={() =>
            props.onRefused(
              boundaries.replace(boundaries.intervals.map((one) => (one.id === trimmed.id ? trimmed : one))),
            )
          }
        >
          {t('pause.trim', {
            start: formatMove(trimmed.startMs - interval.startMs),
            end: formatMove(trimmed.endMs - interval.endMs),
          })}
        </Button>
      )}
    </div>
  );
}

/** The same for all chapters at once. What moved is told beside "Cut again", before anything is cut. */
export function AllBoundaries(props: { module: Module; boundaries: Boundaries; pauses: Drawn['pauses'] }) {
  const { module, boundaries, pauses } = props;
  const place = (next: Interval[]) => {
    const before = JSON.stringify(boundaries.intervals);
    const refusal = boundaries.replace(next);
    if (refusal !== undefined) showToast({ message: refusal, tone: 'bad' });
    else if (JSON.stringify(next) === before) showToast({ message: t('pause.nothing') });
  };
  const outlineStarts = new Map(module.chapters.map(({ id, outlineStartMs }) => [id, outlineStartMs]));
  const hasPauses = pauses.length > 0;
  return (
    <div class="boundary-fields">
      <div class="boundary-line" role="group" aria-label={t('pause.all')}>
        <span class="strong">{t('pause.all')}</span>
        <Button
          small
          icon={AudioLines}
          disabled={!hasPauses}
          onClick={() => place(moveIntoPauses(boundaries.intervals, pauses))}
        >
          {t('pause.allPause')}
        </Button>
        <Button
          small
          icon={FileText}
          onClick={() => place(moveToOutline(boundaries.intervals, outlineStarts))}
        >
          {t('pause.allExact')}
        </Button>
        <Button
          small
          icon={Scissors}
          disabled={!hasPauses}
          onClick={() => place(trimSilence(boundaries.intervals, pauses))}
        >
          {t('pause.allTrim')}
        </Button>
      </div>
      <p class="quiet small">{t(hasPauses ? 'pause.allText' : 'pause.none')}</p>
    </div>
  );
}
