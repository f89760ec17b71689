import { useId } from 'preact/hooks';
import { Check, CircleAlert, CloudOff } from 'lucide-preact';
import type { Response, ShownQuestion } from '../../../domain/quiz.ts';
import { TextField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { AnswerState } from './answer-queue.ts';
import { QuestionPictures } from './question-pictures.tsx';
import { allChosenOf, chosenOf, matchesOf, textOf } from './response.ts';
import { t } from './texts.ts';

interface Props {
  question: ShownQuestion;
  pictureUrls: Readonly<Record<string, string>>;
  response: Response | undefined;
  onAnswer: (response: Response) => void;
}

/** One question with the control that its type asks for, and whether its answer is saved. */
export function QuestionField(props: Props & { place: string; saved: AnswerState | undefined }) {
  const { question } = props;
  return (
    <fieldset class="question">
      <legend>
        <span class="question-place quiet">
          {props.place}
          {question.mark !== 1 && ` · ${t('marks', { count: question.mark })}`}
        </span>
        <span class="question-prompt">{question.prompt}</span>
        <QuestionPictures pictures={question.pictures} urls={props.pictureUrls} />
      </legend>
      <AnswerControl {...props} />
      <SavedLine state={props.saved} />
    </fieldset>
  );
}

function AnswerControl(props: Props) {
  switch (props.question.type) {
    case 'single-choice':
    case 'true-false':
      return <OneChoice {...props} />;
    case 'multiple-choice':
      return <SomeChoices {...props} />;
    case 'short-answer':
    case 'numeric':
      return <TypedAnswer {...props} />;
    case 'matching':
      return <Matches {...props} />;
  }
}

function OneChoice({ question, pictureUrls, response, onAnswer }: Props) {
  return (
    <div class="choices">
      {question.type === 'single-choice' && <p class="quiet">{t('oneOf')}</p>}
      {question.choices.map((choice) => (
        <label key={choice.id} class="choice">
          <input
            type="radio"
            name={question.id}
            checked={chosenOf(response) === choice.id}
            onChange={() => onAnswer({ choiceId: choice.id })}
          />
          <span>
            {choice.text}
            <QuestionPictures pictures={choice.pictures} urls={pictureUrls} />
          </span>
        </label>
      ))}
    </div>
  );
}

function SomeChoices({ question, pictureUrls, response, onAnswer }: Props) {
  const chosen = allChosenOf(response);
  const toggle = (id: string, isChosen: boolean) => {
    onAnswer({ choiceIds: isChosen ? [...chosen, id] : chosen.filter((one) => one !== id) });
  };
  return (
    <div class="choices">
      <p class="quiet">{t('someOf')}</p>
      {question.choices.map((choice) => (
        <label key={choice.id} class="choice">
          <input
            type="checkbox"
            checked={chosen.includes(choice.id)}
            onChange={(event) => toggle(choice.id, event.currentTarget.checked)}
          />
          <span>
            {choice.text}
            <QuestionPictures pictures={choice.pictures} urls={pictureUrls} />
          </span>
        </label>
      ))}
    </div>
  );
}

function TypedAnswer({ question, response, onAnswer }: Props) {
  const isNumber = question.type === 'numeric';
  return (
    <div class="question-typed">
      <TextField
        label={t(isNumber ? 'number' : 'answer')}
        value={textOf(response)}
        inputMode={isNumber ? 'decimal' : 'text'}
        autoComplete="off"
        maxLength={4000}
        onInput={(text) => onAnswer({ text })}
      />
    </div>
  );
}

function Matches({ question, pictureUrls, response, onAnswer }: Props) {
  const matches = matchesOf(response);
  return (
    <div class="matches">
      {question.choices.map((choice) => (
        <Match
          key={choice.id}
          choice={choice}
          pictureUrls={pictureUrls}
          options={question.matches}
          value={matches[choice.id] ?? ''}
          onChoose={(match) => onAnswer({ matches: { ...matches, [choice.id]: match } })}
        />
      ))}
    </div>
  );
}

function Match(props: {
  choice: ShownQuestion['choices'][number];
  pictureUrls: Props['pictureUrls'];
  options: readonly string[];
  value: string;
  onChoose: (match: string) => void;
}) {
  const id = useId();
  return (
    <div class="match">
      <label for={id}>
        {props.choice.text}
        <QuestionPictures pictures={props.choice.pictures} urls={props.pictureUrls} />
      </label>
      <select
        id={id}
        class="control"
        value={props.value}
        onChange={(event) => props.onChoose(event.currentTarget.value)}
      >
        <option value="">{t('chooseMatch')}</option>
        {props.options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </div>
  );
}

function SavedLine({ state }: { state: AnswerState | undefined }) {
  return (
    <p class={`question-saved question-saved-${state?.kind ?? 'untouched'}`} role="status">
      {state?.kind === 'saving' && t('saving')}
      {state?.kind === 'saved' && (
        <>
          <Icon of={Check} size={14} /> {t('saved')}
        </>
      )}
      {state?.kind === 'waiting' && (
        <>
          <Icon of={CloudOff} size={14} /> {t('waiting')}
        </>
      )}
      {state?.kind === 'refused' && (
        <>
          <Icon of={CircleAlert} size={14} /> {t('refused')}: {state.sentence}
        </>
      )}
    </p>
  );
}
