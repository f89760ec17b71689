import { gradePolicySchema, showAnswersSchema, type GradePolicy } from '../../../domain/grade-policy.ts';
import type { QuizSettings as Settings } from '../../../domain/quiz.ts';
import { Card } from '../../ui/card.tsx';
import { CheckField, SelectField, TextField } from '../../ui/field.tsx';
import { formatNumber } from '../../ui/format.ts';
import { NumberField } from './number-field.tsx';
import type { QuizDraft } from './quiz-draft.ts';
import { t } from './question-type.ts';

/** The rules of the whole quiz: what passes, how often it may be tried, in which order it is asked. */
export function QuizSettings(props: {
  draft: QuizDraft;
  /** What counts unless this quiz says otherwise. */
  modulePolicy: GradePolicy;
  onChange: (settings: Partial<Settings>) => void;
}) {
  const { draft, modulePolicy, onChange } = props;
  const marks = draft.questions.reduce((sum, { mark }) => sum + mark, 0);
  return (
    <Card title={t('settings.title')}>
      <div class="stack">
        <TextField
          label={t('settings.name')}
          value={draft.title}
          maxLength={300}
          onInput={(title) => onChange({ title })}
        />
        <NumberField
          label={t('settings.passMark')}
          hint={t('settings.passMarkHint', {
            needed: formatNumber(draft.passMark * marks),
            marks: formatNumber(marks),
          })}
          value={Math.round(draft.passMark * 100)}
          min={0}
          max={100}
          whole
          onChange={(percent) => onChange({ passMark: percent / 100 })}
        />
        <CheckField
          label={t('settings.limited')}
          checked={draft.attemptsAllowed !== null}
          onChange={(checked) => onChange({ attemptsAllowed: checked ? 3 : null })}
        />
        {draft.attemptsAllowed !== null && (
          <NumberField
            label={t('settings.attempts')}
            value={draft.attemptsAllowed}
            min={1}
            max={100}
            whole
            onChange={(attemptsAllowed) => onChange({ attemptsAllowed })}
          />
        )}
        <SelectField
          label={t('settings.policy')}
          hint={`${t(`settings.says.${draft.gradePolicy ?? modulePolicy}`)} ${t('settings.policyHint')}`}
          value={draft.gradePolicy ?? 'module'}
          options={[
            { value: 'module', label: t(`settings.ofModule.${modulePolicy}`) },
            ...gradePolicySchema.options.map((value) => ({
              value,
              label: t(`settings.policies.${value}`),
            })),
          ]}
          onChange={(value) => onChange({ gradePolicy: value === 'module' ? null : value })}
        />
        <SelectField
          label={t('settings.answers')}
          value={draft.showAnswers}
          options={showAnswersSchema.options.map((value) => ({
            value,
            label: t(`settings.answer.${value}`),
          }))}
          onChange={(showAnswers) => onChange({ showAnswers })}
        />
        <CheckField
          label={t('settings.shuffle')}
          hint={t('settings.shuffleHint')}
          checked={draft.shuffle}
          onChange={(shuffle) => onChange({ shuffle })}
        />
      </div>
    </Card>
  );
}
