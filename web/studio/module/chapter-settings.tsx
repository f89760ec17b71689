import { useState } from 'preact/hooks';
import type { ModuleChapter } from '../../../domain/api/module.ts';
import { maxChapterTitleLength, type CompletionRule } from '../../../domain/chapter.ts';
import { CheckField, TextField } from '../../ui/field.tsx';
import { NumberField } from '../quiz/number-field.tsx';
import { t } from './texts.ts';

/** A chapter's title and what completes it. Every change is saved by itself. */
export function ChapterSettings(props: {
  chapter: ModuleChapter;
  hasTemplate: boolean;
  onPatch: (part: { title: string } | { completion: CompletionRule }) => void;
}) {
  const { chapter, onPatch } = props;
  const [title, setTitle] = useState(chapter.title);
  const [rule, setRule] = useState(chapter.completion);
  const change = (part: Partial<CompletionRule>) => {
    const next = { ...rule, ...part };
    setRule(next);
    onPatch({ completion: next });
  };
  return (
    <div class="stack-24">
      <TextField
        label={t('chapter.title')}
        value={title}
        maxLength={maxChapterTitleLength}
        error={title.trim() === '' ? t('chapter.noTitle') : undefined}
        onInput={(typed) => {
          setTitle(typed);
          if (typed.trim() !== '') onPatch({ title: typed.trim() });
        }}
      />
      <fieldset class="stack completion">
        <legend class="field-legend">{t('completion.title')}</legend>
        <CheckField
          label={t('completion.watch')}
          checked={rule.watchedShare > 0}
          onChange={(checked) => change({ watchedShare: checked ? 0.9 : 0 })}
        />
        {rule.watchedShare > 0 && (
          <div class="completion-part">
            <NumberField
              label={t('completion.share')}
              value={Math.round(rule.watchedShare * 100)}
              min={1}
              max={100}
              whole
              onChange={(percent) => change({ watchedShare: percent / 100 })}
            />
          </div>
        )}
        <CheckField
          label={t('completion.quiz')}
          hint={chapter.questionCount === 0 ? t('completion.noQuiz') : undefined}
          checked={rule.quizPassed}
          onChange={(quizPassed) => change({ quizPassed })}
        />
        <CheckField
          label={t('completion.template')}
          hint={props.hasTemplate ? undefined : t('completion.noTemplate')}
          checked={rule.templateOpened}
          onChange={(templateOpened) => change({ templateOpened })}
        />
      </fieldset>
    </div>
  );
}
