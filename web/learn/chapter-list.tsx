import { CircleCheck, Circle, CirclePlay } from 'lucide-preact';
import type { LearnChapter } from '../../domain/api/learn.ts';
import { Icon } from '../ui/icon.tsx';
import { Clock } from '../ui/time.tsx';
import { t } from './texts.ts';
import './chapter-list.css';

/** The module's chapters: which is open, which are complete. */
export function ChapterList(props: {
  title: string;
  chapters: readonly LearnChapter[];
  current: LearnChapter;
  onChoose: (chapter: LearnChapter) => void;
}) {
  const done = props.chapters.filter((chapter) => chapter.complete).length;
  return (
    <nav class="chapters" aria-labelledby="chapters-title">
      <div class="chapters-head">
        <h2 id="chapters-title">{props.title}</h2>
        <p class="quiet figures">{t('chapters.done', { count: done, total: props.chapters.length })}</p>
      </div>
      <ol class="chapters-list">
        {props.chapters.map((chapter, at) => (
          <li key={chapter.id}>
            <ChapterButton
              chapter={chapter}
              number={at + 1}
              isCurrent={chapter.id === props.current.id}
              onChoose={() => props.onChoose(chapter)}
            />
          </li>
        ))}
      </ol>
    </nav>
  );
}

function ChapterButton(props: {
  chapter: LearnChapter;
  number: number;
  isCurrent: boolean;
  onChoose: () => void;
}) {
  const { chapter, isCurrent } = props;
  return (
    <button
      type="button"
      class="chapter"
      aria-current={isCurrent ? 'true' : undefined}
      onClick={props.onChoose}
    >
      <span class={chapter.complete ? 'chapter-done' : 'chapter-open'}>
        <Icon of={chapter.complete ? CircleCheck : isCurrent ? CirclePlay : Circle} size={18} />
        {chapter.complete && <span class="unseen">{t('complete')}. </span>}
      </span>
      <span class="chapter-title">
        {props.number}. {chapter.title}
      </span>
      <span class="quiet figures">
        <Clock ms={chapter.durationMs} />
      </span>
    </button>
  );
}
