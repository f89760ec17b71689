import { useRef, useState } from 'preact/hooks';
import { MessageSquareText, Plus, X } from 'lucide-preact';
import { Button, IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { GrowingText } from './growing-text.tsx';
import { withChoice, type ChoicesProps } from './choices.ts';
import type { DraftChoice, DraftQuestion } from './quiz-draft.ts';
import { takesPictures } from './picture-intake.ts';
import { ChoicePictureButton, PictureList } from './picture-list.tsx';
import { t } from './question-type.ts';
import type { PictureTools } from './use-picture-tools.ts';
import { WeightField } from './weight-field.tsx';
import { hasPlainWeights, markRight, newChoice, withPlainWeights } from './weights.ts';

const maxChoices = 50;

/** What the learner picks from: single choice, multiple choice, true or false. The box or circle marks what is right. */
export function PickedChoices({ question, onChange, weighed, tools }: ChoicesProps) {
  const list = useRef<HTMLUListElement>(null);
  const isFixed = question.type === 'true-false';
  const focusRow = (index: number) => {
    requestAnimationFrame(() => list.current?.querySelectorAll('textarea')[index]?.focus());
  };
  const insertAt = (at: number) => {
    if (question.choices.length >= maxChoices) return;
    onChange(reshared(question, { ...question, choices: question.choices.toSpliced(at, 0, newChoice()) }));
    focusRow(at);
  };
  const removeAt = (at: number) => {
    onChange(reshared(question, { ...question, choices: question.choices.toSpliced(at, 1) }));
    focusRow(Math.max(0, at - 1));
  };
  return (
    <fieldset class="choices">
      <legend class="choices-legend">
        {t(`mark.${question.type === 'multiple-choice' ? 'several' : 'one'}`)}
      </legend>
      <ul class="choices-list" ref={list}>
        {question.choices.map((choice, index) => (
          <ChoiceRow
            key={choice.key}
            question={question}
            choice={choice}
            index={index}
            weighed={weighed}
            tools={isFixed ? undefined : tools}
            onChange={onChange}
            onEnter={isFixed ? undefined : () => insertAt(index + 1)}
            onRemove={isFixed || question.choices.length <= 2 ? undefined : () => removeAt(index)}
          />
        ))}
      </ul>
      {!isFixed && question.choices.length < maxChoices && (
        <Button variant="quiet" small icon={Plus} onClick={() => insertAt(question.choices.length)}>
          {t('choice.add')}
        </Button>
      )}
    </fieldset>
  );
}

function ChoiceRow(props: {
  question: DraftQuestion;
  choice: DraftChoice;
  index: number;
  weighed: boolean;
  /** Undefined where choices have no pictures. */
  tools: PictureTools | undefined;
  onChange: (question: DraftQuestion) => void;
  onEnter: (() => void) | undefined;
  onRemove: (() => void) | undefined;
}) {
  const { question, choice, tools, onChange } = props;
  const place = { choice: choice.key };
  const [open, setOpen] = useState(choice.feedback !== '');
  const number = props.index + 1;
  const isRight = choice.weight > 0;
  const set = (part: Partial<DraftChoice>) => onChange(withChoice(question, choice.key, part));
  return (
    <li
      class={`choice${isRight ? ' choice-right' : ''}`}
      {...(tools ? takesPictures((files) => void tools.add(place, files)) : {})}
    >
      <div class="choice-line">
        <input
          class="choice-mark"
          type={question.type === 'multiple-choice' ? 'checkbox' : 'radio'}
          name={`right-${question.key}`}
          checked={isRight}
          aria-label={t('choice.isRight', { number })}
          onChange={(event) => onChange(markRight(question, choice.key, event.currentTarget.checked))}
        />
        <GrowingText
          class="choice-text"
          label={t('choice.text', { number })}
          placeholder={t('choice.text', { number })}
          value={choice.text}
          maxLength={4000}
          onInput={(text) => set({ text })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            props.onEnter?.();
          }}
        />
        {isRight && !props.weighed && <span class="choice-word">{t('choice.right')}</span>}
        {props.weighed && (
          <WeightField number={number} weight={choice.weight} onChange={(weight) => set({ weight })} />
        )}
        {tools && choice.pictures.length === 0 && (
          <ChoicePictureButton place={place} of={t('picture.ofChoice', { number })} tools={tools} />
        )}
        <IconButton
          small
          icon={MessageSquareText}
          label={t('choice.feedbackToggle', { number })}
          expanded={open}
          onClick={() => setOpen(!open)}
        />
        {props.onRemove && (
          <IconButton small icon={X} label={t('choice.remove', { number })} onClick={props.onRemove} />
        )}
      </div>
      {tools && (
        <PictureList question={question} place={place} of={t('picture.ofChoice', { number })} tools={tools} />
      )}
      {open && (
        <div class="choice-feedback">
          <TextField
            label={t('choice.feedback', { number })}
            labelUnseen
            placeholder={t('choice.feedbackHint')}
            maxLength={4000}
            value={choice.feedback}
            onInput={(feedback) => set({ feedback })}
          />
        </div>
      )}
    </li>
  );
}

/** Shares the mark out anew after choices came or went, unless the trainer weighs them by hand. */
function reshared(before: DraftQuestion, after: DraftQuestion): DraftQuestion {
  return hasPlainWeights(before) ? withPlainWeights(after) : after;
}
