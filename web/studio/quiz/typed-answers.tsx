import { Plus, X } from 'lucide-preact';
import { Button, IconButton } from '../../ui/button.tsx';
import { CheckField, TextField } from '../../ui/field.tsx';
import { withChoice, type ChoicesProps } from './choices.ts';
import { anyNumber, readNumber, type DraftChoice } from './quiz-draft.ts';
import { t } from './question-type.ts';
import { WeightField } from './weight-field.tsx';
import { newChoice } from './weights.ts';

/** What is accepted where the learner types: words, or a number and how far off it may be. */
export function TypedAnswers({ question, onChange, weighed }: ChoicesProps) {
  const isNumeric = question.type === 'numeric';
  return (
    <div class="typed">
      <div class="typed-box" aria-hidden="true">
        {t(isNumeric ? 'typed.numberBox' : 'typed.box')}
      </div>
      <fieldset class="choices">
        <legend class="choices-legend">{t(isNumeric ? 'typed.numbers' : 'typed.words')}</legend>
        <ul class="choices-list">
          {question.choices.map((choice, index) => (
            <li key={choice.key} class={`choice${choice.weight > 0 ? ' choice-right' : ''}`}>
              <div class="typed-line" role="group" aria-label={t('typed.group', { number: index + 1 })}>
                {isNumeric ? (
                  <NumberParts
                    choice={choice}
                    onChange={(part) => onChange(withChoice(question, choice.key, part))}
                  />
                ) : (
                  <TextField
                    label={t('typed.answer')}
                    value={choice.text}
                    maxLength={4000}
                    onInput={(text) => onChange(withChoice(question, choice.key, { text }))}
                  />
                )}
                <TextField
                  label={t('typed.feedback')}
                  optional
                  value={choice.feedback}
                  maxLength={4000}
                  onInput={(feedback) => onChange(withChoice(question, choice.key, { feedback }))}
                />
                {weighed && (
                  <WeightField
                    number={index + 1}
                    weight={choice.weight}
                    onChange={(weight) => onChange(withChoice(question, choice.key, { weight }))}
                  />
                )}
                {question.choices.length > 1 && (
                  <IconButton
                    small
                    icon={X}
                    label={t('choice.remove', { number: index + 1 })}
                    onClick={() => onChange({ ...question, choices: question.choices.toSpliced(index, 1) })}
                  />
                )}
              </div>
            </li>
          ))}
        </ul>
        <Button
          variant="quiet"
          small
          icon={Plus}
          onClick={() => onChange({ ...question, choices: [...question.choices, newChoice({ weight: 1 })] })}
        >
          {t('typed.add')}
        </Button>
      </fieldset>
      {!isNumeric && (
        <>
          <p class="quiet">{t('typed.star')}</p>
          <CheckField
            label={t('typed.caseSensitive')}
            checked={question.caseSensitive}
            onChange={(caseSensitive) => onChange({ ...question, caseSensitive })}
          />
        </>
      )}
    </div>
  );
}

function NumberParts(props: { choice: DraftChoice; onChange: (part: Partial<DraftChoice>) => void }) {
  const { choice, onChange } = props;
  if (choice.number === anyNumber) return <p class="typed-other">{t('typed.other')}</p>;
  const isWrong = (text: string) => (readNumber(text) === undefined ? t('typed.noNumber') : undefined);
  return (
    <>
      <TextField
        label={t('typed.number')}
        inputMode="decimal"
        value={choice.number}
        error={choice.number.trim() === '' ? undefined : isWrong(choice.number)}
        onInput={(text) => onChange({ number: text })}
      />
      <TextField
        label={t('typed.tolerance')}
        inputMode="decimal"
        value={choice.tolerance}
        error={choice.tolerance.trim() === '' ? undefined : isWrong(choice.tolerance)}
        onInput={(text) => onChange({ tolerance: text })}
      />
    </>
  );
}
