import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { Module, ModuleChapter } from '../../../domain/api/module.ts';
import type { Boundaries } from './use-boundaries.ts';
import type { Drawn } from './use-drawn.ts';
import { BoundaryFields } from './boundary-fields.tsx';
import { AllBoundaries } from './pause-tools.tsx';
import { PendingCut } from './pending-cut.tsx';
import { StagePlayer, type SeekRequest, type Shown } from './stage-player.tsx';
import { t } from './texts.ts';
import { Timeline } from './timeline.tsx';
import { movedBy } from './timeline-geometry.ts';
import './stage.css';

type View = Shown['kind'];

/** The recording with its timeline, or the chosen chapter's clip: the largest thing of the page. */
export function Stage(props: {
  module: Module;
  chapter: ModuleChapter | undefined;
  boundaries: Boundaries;
  drawn: Drawn;
  /** Where another part of the page wants the video to be. */
  seek: SeekRequest | undefined;
  onChoose: (id: string) => void;
  onSet: (module: Module) => void;
  onStale: () => Promise<void>;
}) {
  const { module, chapter, boundaries, drawn } = props;
  const [wanted, setWanted] = useState<View>('recording');
  const [seek, setSeek] = useState<SeekRequest>();
  const timeMs = useSignal(0);
  useEffect(() => setSeek(props.seek), [props.seek]);
  const shown = findShown(module, chapter, wanted);
  const durationMs = module.recordingDurationMs ?? Math.max(1, ...module.chapters.map(({ endMs }) => endMs));
  const titles = new Map(module.chapters.map(({ id, title }, index) => [id, { number: index + 1, title }]));
  const interval = boundaries.intervals.find(({ id }) => id === chapter?.id);
  const isInClip = (ms: number) => chapter !== undefined && ms >= chapter.startMs && ms < chapter.endMs;
  const goTo = (ms: number) => {
    if (!isInClip(ms)) setWanted('recording');
    setSeek({ ms });
  };
  return (
    <section class="stage" aria-label={t('stage.label')}>
      <div class="card stage-card">
        {shown ? (
          <StagePlayer shown={shown} timeMs={timeMs} seek={seek} onStale={props.onStale} />
        ) : (
          <p class="stage-empty">{t('stage.nothing')}</p>
        )}
        <div class="stage-views" role="group" aria-label={t('stage.view')}>
          <ViewButton
            view="recording"
            shown={shown?.kind}
            disabled={module.recordingUrl === null}
            onChoose={() => {
              setWanted('recording');
              setSeek({ ms: interval?.startMs ?? 0 });
            }}
          />
          <ViewButton
            view="clip"
            shown={shown?.kind}
            disabled={!chapter?.clipUrl}
            onChoose={() => {
              setWanted('clip');
              setSeek({ ms: chapter?.startMs ?? 0 });
            }}
          />
          {shown?.kind === 'clip' && chapter && !chapter.clipCurrent && (
            <span class="quiet stage-old">{t('stage.oldClip')}</span>
          )}
        </div>
        <Timeline
          durationMs={durationMs}
          frameMs={1000 / (module.frameRate ?? 25)}
          intervals={boundaries.intervals}
          titles={titles}
          changed={boundaries.changed}
          chosenId={chapter?.id}
          drawn={drawn}
          timeMs={timeMs}
          onChoose={props.onChoose}
          onSeek={goTo}
          onMove={(handle, ms) => {
            const { id, to } = movedBy(handle, ms);
            if (boundaries.move(id, to) === undefined) goTo(ms);
          }}
        />
        {boundaries.changed.size > 0 && <PendingCut module={module} boundaries={boundaries} />}
        {chapter && interval ? (
          <BoundaryFields
            module={module}
            chapter={chapter}
            interval={interval}
            boundaries={boundaries}
            pauses={drawn.pauses}
            timeMs={timeMs}
            canUsePlace={shown?.kind === 'recording' || chapter.clipCurrent}
            onSet={props.onSet}
            onChoose={props.onChoose}
          />
        ) : (
          <AllBoundaries module={module} boundaries={boundaries} pauses={drawn.pauses} />
        )}
      </div>
    </section>
  );
}

function ViewButton(props: { view: View; shown: View | undefined; disabled: boolean; onChoose: () => void }) {
  return (
    <button
      type="button"
      class="stage-view"
      aria-pressed={props.shown === props.view}
      disabled={props.disabled}
      onClick={props.onChoose}
    >
      {t(`stage.${props.view}`)}
    </button>
  );
}

function findShown(module: Module, chapter: ModuleChapter | undefined, wanted: View): Shown | undefined {
  const clip: Shown | undefined = chapter?.clipUrl
    ? {
        kind: 'clip',
        url: chapter.clipUrl,
        label: t('stage.clipOf', { title: chapter.title }),
        posterUrl: chapter.posterUrl,
        hasPicture: chapter.hasPicture,
        captionsUrl: chapter.captionsUrl,
        captionsRevision: chapter.captionsRevision,
        captionsLanguage: chapter.captionsLanguage,
        offsetMs: chapter.startMs,
      }
    : undefined;
  const recording: Shown | undefined =
    module.recordingUrl === null
      ? undefined
      : {
          kind: 'recording',
          url: module.recordingUrl,
          label: t('stage.recordingOf', { title: module.title }),
          posterUrl: module.chapters.find(({ hasPicture }) => hasPicture)?.posterUrl ?? null,
          hasPicture: module.chapters.some(({ hasPicture }) => hasPicture),
          captionsUrl: null,
          captionsRevision: 0,
          captionsLanguage: null,
          offsetMs: 0,
        };
  return wanted === 'clip' ? (clip ?? recording) : (recording ?? clip);
}
