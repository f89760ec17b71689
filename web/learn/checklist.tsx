import { CircleCheck, Circle } from 'lucide-preact';
import type { ChecklistItem, LearnChapter } from '../../domain/api/learn.ts';
import { formatShare } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { Progress } from '../ui/progress.tsx';
import { t } from './texts.ts';
import './checklist.css';

/** What the learner must do in this chapter, and what of it is done. */
export function Checklist({
  chapter,
  onChoose,
}: {
  chapter: LearnChapter;
  onChoose: (kind: ChecklistItem['kind']) => void;
}) {
  if (chapter.checklist.length === 0) return <p class="quiet">{t('checklist.nothing')}</p>;
  return (
    <section aria-labelledby="checklist-title">
      <h2 id="checklist-title" class="unseen">
        {t('checklist.title')}
      </h2>
      <ul class="checklist">
        {chapter.checklist.map((item) => (
          <li key={item.kind}>
            <button type="button" class="checklist-item" onClick={() => onChoose(item.kind)}>
              <span class={item.done ? 'checklist-done' : 'checklist-open'}>
                <Icon of={item.done ? CircleCheck : Circle} size={20} />
              </span>
              <span class="checklist-words">
                <span class="strong">
                  {t(`checklist.${item.kind}`)}
                  <span class="unseen">: {t(item.done ? 'checklist.done' : 'checklist.open')}. </span>
                </span>
                <span class="quiet">{detailOf(item)}</span>
              </span>
              {item.kind === 'watch' && !item.done && (
                <Progress value={reached(item)} label={t('checklist.watch')} />
              )}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function detailOf(item: ChecklistItem): string {
  if (item.kind === 'quiz') return t(item.done ? 'checklist.quizDone' : 'checklist.quizOpen');
  if (item.kind === 'template') return t(item.done ? 'checklist.templateDone' : 'checklist.templateOpen');
  const share = formatShare(item.share ?? 0);
  if (item.done) return t('checklist.watchDone', { share });
  return t('checklist.watchOpen', { share, asked: formatShare(item.asked ?? 1) });
}

function reached({ share = 0, asked = 1 }: ChecklistItem): number {
  return asked === 0 ? 1 : share / asked;
}
