import { Scissors, Undo2 } from 'lucide-preact';
import type { Module } from '../../../domain/api/module.ts';
import { Button } from '../../ui/button.tsx';
import { locale } from '../../ui/i18n.ts';
import { Icon } from '../../ui/icon.tsx';
import { showToast } from '../../ui/toast.tsx';
import { formatMove } from './format-move.ts';
import { t } from './texts.ts';
import type { Boundaries } from './use-boundaries.ts';

/** What moved boundaries will do, before they do it: which chapters are cut again, and the way back. */
export function PendingCut({ module, boundaries }: { module: Module; boundaries: Boundaries }) {
  const numbers = module.chapters.flatMap(({ id }, index) => (boundaries.changed.has(id) ? [index + 1] : []));
  const before = module.chapters
    .filter(({ id }) => boundaries.changed.has(id))
    .map(({ id, startMs, endMs }) => ({ id, startMs, endMs }));
  const cut = async () => {
    if (!(await boundaries.cut.run())) return;
    showToast({
      message: t('pending.done', { count: numbers.length }),
      undo: () =>
        void boundaries.restore(before).catch(() => showToast({ message: t('undoFailed'), tone: 'bad' })),
    });
  };
  return (
    <div class="pending" role="status">
      <Icon of={Scissors} />
      <div class="grow">
        <p class="strong">
          {t('pending.title', { count: numbers.length, chapters: listOf(numbers.map(String)) })}
        </p>
        <ul class="pending-moves figures">
          {movesOf(module, boundaries).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <p class="quiet">{boundaries.cut.failure ?? t('pending.text')}</p>
      </div>
      <Button icon={Undo2} onClick={boundaries.reset}>
        {t('pending.undo')}
      </Button>
      <Button icon={Scissors} busy={boundaries.cut.busy} onClick={() => void cut()}>
        {t('pending.cut')}
      </Button>
    </div>
  );
}

/** How far each boundary stands from where the clips have it, a line a chapter. */
function movesOf(module: Module, boundaries: Boundaries): string[] {
  return module.chapters.flatMap(({ id, startMs, endMs }, index) => {
    const moved = boundaries.intervals.find((interval) => interval.id === id);
    if (!moved || !boundaries.changed.has(id)) return [];
    const edges = [
      ...(moved.startMs === startMs
        ? []
        : [t('pending.start', { move: formatMove(moved.startMs - startMs) })]),
      ...(moved.endMs === endMs ? [] : [t('pending.end', { move: formatMove(moved.endMs - endMs) })]),
    ];
    return [t('pending.moved', { number: index + 1, edges: listOf(edges) })];
  });
}

function listOf(parts: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(parts);
}
