import { useComputed, type Signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { Crosshair, Merge, Scissors } from 'lucide-preact';
import { moduleSchema, type Module, type ModuleChapter } from '../../../domain/api/module.ts';
import { minChapterMs, type Interval } from '../../../domain/boundaries.ts';
import { formatExactTime, formatTime } from '../../../domain/time.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAction } from '../../ui/use-action.ts';
import { api } from '../shell/session.ts';
import { MergeDialog } from './merge-dialog.tsx';
import { PauseTools } from './pause-tools.tsx';
import { t } from './texts.ts';
import { TimeField } from './time-field.tsx';
import type { Boundaries } from './use-boundaries.ts';
import type { Drawn } from './use-drawn.ts';

/** The chosen chapter's start and end as times to type, and what can be made of it: two chapters, or one with the next. */
export function BoundaryFields(props: {
  module: Module;
  chapter: ModuleChapter;
  interval: Interval;
  boundaries: Boundaries;
  pauses: Drawn['pauses'];
  timeMs: Signal<number>;
  /** The video shows the recording, so that its place is a place in it. */
  canUsePlace: boolean;
  onSet: (module: Module) => void;
  onChoose: (id: string) => void;
}) {
  const { module, chapter, interval, boundaries } = props;
  const [refusal, setRefusal] = useState<string>();
  const [merging, setMerging] = useState(false);
  const split = useAction((atMs: number) => splitChapter(props, atMs));
  const next = module.chapters[module.chapters.indexOf(chapter) + 1];
  const isMoved = boundaries.changed.size > 0;
  return (
    <div class="boundary-fields">
      <div class="boundary-line">
        <Edge
          {...props}
          label={t('boundary.start')}
          hereLabel={t('boundary.startHere')}
          ms={interval.startMs}
          onMove={(ms) => boundaries.move(chapter.id, { startMs: ms })}
          onRefused={setRefusal}
        />
        <Edge
          {...props}
          label={t('boundary.end')}
          hereLabel={t('boundary.endHere')}
          ms={interval.endMs}
          onMove={(ms) => boundaries.move(chapter.id, { endMs: ms })}
          onRefused={setRefusal}
        />
        <span class="boundary-length">
          <span class="quiet">{t('boundary.length')}</span> {formatTime(interval.endMs - interval.startMs)}
        </span>
        <span class="boundary-tools">
          <SplitButton {...props} busy={split.busy} disabled={isMoved} onSplit={(ms) => void split.run(ms)} />
          {next && (
            <Button variant="quiet" small icon={Merge} disabled={isMoved} onClick={() => setMerging(true)}>
              {t('boundary.merge')}
            </Button>
          )}
        </span>
      </div>
      <PauseTools {...props} onRefused={setRefusal} />
      {(refusal ?? split.failure) !== undefined && <Notice tone="bad" title={refusal ?? split.failure} />}
      <p class="quiet small boundary-keys">{t('boundary.keys')}</p>
      {merging && next && (
        <MergeDialog
          module={module}
          chapter={chapter}
          next={next}
          onMerged={props.onSet}
          onClose={() => setMerging(false)}
        />
      )}
    </div>
  );
}

/** A chapter's start or end: typed, or taken from where the video stands. A typed one says itself why it cannot be. */
function Edge(props: {
  label: string;
  hereLabel: string;
  ms: number;
  timeMs: Signal<number>;
  canUsePlace: boolean;
  onMove: (ms: number) => string | undefined;
  onRefused: (sentence: string | undefined) => void;
}) {
  return (
    <div class="boundary-edge">
      <TimeField
        label={props.label}
        ms={props.ms}
        onChange={(ms) => {
          props.onRefused(undefined);
          return props.onMove(ms);
        }}
      />
      <IconButton
        small
        icon={Crosshair}
        label={props.hereLabel}
        disabled={!props.canUsePlace}
        onClick={() => props.onRefused(props.onMove(props.timeMs.peek()))}
      />
    </div>
  );
}

function SplitButton(props: {
  interval: Interval;
  timeMs: Signal<number>;
  canUsePlace: boolean;
  busy: boolean;
  disabled: boolean;
  onSplit: (ms: number) => void;
}) {
  const { startMs, endMs } = props.interval;
  const fits = useComputed(() => {
    const ms = props.timeMs.value;
    return ms >= startMs + minChapterMs && ms <= endMs - minChapterMs;
  });
  const words = useComputed(() => t('boundary.split', { time: formatTime(props.timeMs.value) }));
  return (
    <Button
      variant="quiet"
      small
      icon={Scissors}
      busy={props.busy}
      disabled={props.disabled || !props.canUsePlace || !fits.value}
      onClick={() => props.onSplit(props.timeMs.peek())}
    >
      {fits.value && props.canUsePlace ? words.value : t('boundary.splitHere')}
    </Button>
  );
}

async function splitChapter(
  props: {
    module: Module;
    chapter: ModuleChapter;
    onSet: (module: Module) => void;
    onChoose: (id: string) => void;
  },
  atMs: number,
): Promise<void> {
  const { chapter } = props;
  const title = t('boundary.secondPart', { title: chapter.title }).slice(0, 200);
  const body = { atMs, title };
  const known = new Set(props.module.chapters.map(({ id }) => id));
  const module = await api.post(`/api/chapters/${chapter.id}/split`, moduleSchema, { body });
  props.onSet(module);
  const added = module.chapters.find(({ id }) => !known.has(id));
  if (added) props.onChoose(added.id);
  showToast({
    message: t('boundary.splitDone', { time: formatExactTime(atMs) }),
    undo: () => void api.post(`/api/chapters/${chapter.id}/merge`, moduleSchema).then(props.onSet, failed),
  });
}

function failed(): void {
  showToast({ message: t('undoFailed'), tone: 'bad' });
}
