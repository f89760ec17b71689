import { useId } from 'preact/hooks';
import { GripVertical, TriangleAlert } from 'lucide-preact';
import { Icon } from '../../ui/icon.tsx';
import { useReorder } from '../module/use-reorder.ts';
import type { DraftQuestion } from './quiz-draft.ts';
import { t, typeIcon, typeName } from './question-type.ts';
import './question-list.css';

/** All questions at the side: choose one, put them in order by dragging or with the arrow keys. */
export function QuestionList(props: {
  questions: readonly DraftQuestion[];
  chosenKey: string | undefined;
  lacks: ReadonlyMap<string, string>;
  onChoose: (key: string) => void;
  onMove: (from: number, to: number) => void;
}) {
  const hintId = useId();
  const reorder = useReorder<HTMLOListElement>(props.onMove);
  return (
    <>
      <p class="unseen" id={hintId}>
        {t('list.moveHint')}
      </p>
      <ol class="question-list" ref={reorder.listRef} aria-label={t('list.label')}>
        {props.questions.map((question, index) => (
          <li key={question.key} class={classOf(index, reorder.drag)}>
            <button
              class="question-item"
              type="button"
              aria-current={question.key === props.chosenKey ? 'true' : undefined}
              onClick={() => props.onChoose(question.key)}
            >
              <span class="question-item-number">{index + 1}</span>
              <span class="question-item-words">
                <span class="question-item-prompt">{question.prompt.trim() || t('list.untitled')}</span>
                <span class="question-item-type">
                  <Icon of={typeIcon(question.type)} size={13} /> {typeName(question.type)}
                </span>
              </span>
              {props.lacks.has(question.key) && (
                <span class="question-item-lack" title={props.lacks.get(question.key)}>
                  <Icon of={TriangleAlert} size={15} />
                  <span class="unseen">{t('list.incomplete')}</span>
                </span>
              )}
            </button>
            <button
              class="grip"
              type="button"
              aria-label={t('list.move', { number: index + 1, count: props.questions.length })}
              aria-describedby={hintId}
              {...reorder.handle(index)}
            >
              <Icon of={GripVertical} />
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

function classOf(index: number, drag: { from: number; to: number } | undefined): string {
  if (!drag) return 'question-row';
  if (drag.from === index) return 'question-row is-dragged';
  const lands = drag.to === index && drag.to !== drag.from;
  if (!lands) return 'question-row';
  return drag.to > drag.from ? 'question-row lands-after' : 'question-row lands-before';
}
