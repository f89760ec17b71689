import { useId } from 'preact/hooks';
import {
  Captions,
  FileDown,
  Film,
  GripVertical,
  ListChecks,
  RotateCw,
  X,
  type LucideIcon,
} from 'lucide-preact';
import { moduleSchema, type Module, type ModuleChapter } from '../../../domain/api/module.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { formatTime } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useAction } from '../../ui/use-action.ts';
import { api } from '../shell/session.ts';
import { t } from './texts.ts';
import { useReorder } from './use-reorder.ts';
import '../../ui/wave-picture.css';
import './chapter-rail.css';

/** What the page is about now: the whole module, or one chapter. */
export type Choice = { kind: 'module' } | { kind: 'chapter'; id: string };

/** The chapters in order, each with its picture, length, what it has, and where its clip stands. */
export function ChapterRail(props: {
  module: Module;
  choice: Choice;
  onChoose: (choice: Choice) => void;
  onSet: (module: Module) => void;
}) {
  const { module, choice } = props;
  const hintId = useId();
  const order = useAction(async (ids: string[]) => {
    props.onSet(
      await api.put(`/api/modules/${module.id}/order`, moduleSchema, { body: { chapterIds: ids } }),
    );
  });
  const reorder = useReorder<HTMLOListElement>((from, to) => {
    const ids = module.chapters.map(({ id }) => id);
    const [moved] = ids.splice(from, 1);
    if (moved === undefined) return;
    ids.splice(to, 0, moved);
    // Shown at once; the service's answer, or its refusal, follows.
    props.onSet({ ...module, chapters: ids.flatMap((id) => module.chapters.filter((one) => one.id === id)) });
    void order.run(ids).then((isDone) => {
      if (!isDone) props.onSet(module);
    });
  });
  return (
    <nav class="card rail" aria-label={t('rail.label')}>
      <button
        type="button"
        class="rail-module"
        aria-current={choice.kind === 'module' ? 'true' : undefined}
        onClick={() => props.onChoose({ kind: 'module' })}
      >
        {t('rail.module')}
      </button>
      <p class="unseen" id={hintId}>
        {t('rail.moveHint')}
      </p>
      {order.failure !== undefined && <p class="rail-failure">{order.failure}</p>}
      <ol class="rail-list" ref={reorder.listRef}>
        {module.chapters.map((chapter, index) => (
          <li key={chapter.id} class={rowClass(index, reorder.drag)}>
            <div class="rail-line">
              <button
                type="button"
                class="rail-item"
                aria-current={choice.kind === 'chapter' && choice.id === chapter.id ? 'true' : undefined}
                onClick={() => props.onChoose({ kind: 'chapter', id: chapter.id })}
              >
                <Picture chapter={chapter} />
                <span class="rail-words">
                  <span class="rail-title">
                    {index + 1}. {chapter.title}
                  </span>
                  <span class="rail-facts">
                    <span class="figures">{formatTime(chapter.endMs - chapter.startMs)}</span>
                    <Has chapter={chapter} module={module} />
                  </span>
                </span>
              </button>
              <button
                type="button"
                class="grip"
                aria-label={t('rail.move', { number: index + 1, count: module.chapters.length })}
                aria-describedby={hintId}
                {...reorder.handle(index)}
              >
                <Icon of={GripVertical} />
              </button>
            </div>
            <ClipState chapter={chapter} number={index + 1} onSet={props.onSet} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Picture({ chapter }: { chapter: ModuleChapter }) {
  return (
    <span class="rail-picture">
      {chapter.thumbnailUrl ? (
        <img
          class={chapter.hasPicture ? undefined : 'wave-picture'}
          src={chapter.thumbnailUrl}
          alt=""
          width={96}
          height={54}
          loading="lazy"
        />
      ) : (
        <Icon of={Film} size={18} />
      )}
    </span>
  );
}

/** What a chapter has beside its clip, as small drawings with words for screen readers. */
function Has({ chapter, module }: { chapter: ModuleChapter; module: Module }) {
  const files = module.attachments.filter(({ chapterId }) => chapterId === chapter.id).length;
  return (
    <span class="rail-has">
      {chapter.questionCount > 0 && (
        <Thing
          of={ListChecks}
          count={chapter.questionCount}
          words={t('has.questions', { count: chapter.questionCount })}
        />
      )}
      {files > 0 && <Thing of={FileDown} count={files} words={t('has.files', { count: files })} />}
      {chapter.captionCueCount > 0 && <Thing of={Captions} words={t('has.captions')} />}
    </span>
  );
}

function Thing({ of, count, words }: { of: LucideIcon; count?: number; words: string }) {
  return (
    <span class="rail-thing" title={words}>
      <Icon of={of} size={14} />
      {count !== undefined && <span aria-hidden="true">{count}</span>}
      <span class="unseen">{words}</span>
    </span>
  );
}

/** Where the clip stands, while there is something to say: how far it is, why it failed, and what can be done. */
function ClipState(props: { chapter: ModuleChapter; number: number; onSet: (module: Module) => void }) {
  const { chapter, number } = props;
  const ask = useAction(async (verb: 'cancel' | 'retry') => {
    props.onSet(await api.post(`/api/chapters/${chapter.id}/${verb}`, moduleSchema));
  });
  if (chapter.state === 'ready') return null;
  const isAtWork = chapter.state === 'waiting' || chapter.state === 'cutting';
  return (
    <div class="rail-state">
      <div class="rail-state-line">
        <Badge tone={chapter.state === 'failed' ? 'bad' : chapter.state === 'cutting' ? 'work' : 'quiet'}>
          {t(`state.${chapter.state}`, { percent: chapter.progress })}
        </Badge>
        {isAtWork ? (
          <IconButton
            small
            icon={X}
            busy={ask.busy}
            label={t('state.cancel', { number })}
            onClick={() => void ask.run('cancel')}
          />
        ) : (
          <Button
            small
            icon={RotateCw}
            busy={ask.busy}
            label={t('state.retryLong', { number })}
            onClick={() => void ask.run('retry')}
          >
            {t('state.retry')}
          </Button>
        )}
      </div>
      {chapter.state === 'cutting' && (
        <Progress value={chapter.progress / 100} label={t('state.progress', { number })} />
      )}
      {chapter.failure && <p class="rail-failure">{chapter.failure.message}</p>}
      {ask.failure !== undefined && <p class="rail-failure">{ask.failure}</p>}
    </div>
  );
}

function rowClass(index: number, drag: { from: number; to: number } | undefined): string {
  if (!drag) return 'rail-row';
  if (drag.from === index) return 'rail-row is-dragged';
  if (drag.to !== index) return 'rail-row';
  return drag.to > drag.from ? 'rail-row lands-after' : 'rail-row lands-before';
}
