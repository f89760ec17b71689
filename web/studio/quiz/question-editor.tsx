import { useState } from 'preact/hooks';
import { ArrowLeft, ArrowRight, CopyPlus, Trash2 } from 'lucide-preact';
import { Button, IconButton } from '../../ui/button.tsx';
import { CheckField, SelectField, TextArea } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { ChoicesProps } from './choices.ts';
import { GrowingText } from './growing-text.tsx';
import { MatchPairs } from './match-pairs.tsx';
import { NumberField } from './number-field.tsx';
import { PickedChoices } from './picked-choices.tsx';
import type { DraftQuestion } from './quiz-draft.ts';
import { takesPictures } from './picture-intake.ts';
import { PictureList } from './picture-list.tsx';
import { questionTypes, t, typeName } from './question-type.ts';
import { TypedAnswers } from './typed-answers.tsx';
import { usePictureTools } from './use-picture-tools.ts';
import type { QuizPictures } from './use-quiz-pictures.ts';
import { changeType, hasPlainWeights, isPicked, withPlainWeights } from './weights.ts';
import '../../ui/disclosure.css';
import './question-editor.css';

/** One question as its learner will see it, with the right answers marked in place. */
export function QuestionEditor(props: {
  question: DraftQuestion;
  number: number;
  count: number;
  lack: string | undefined;
  pictures: QuizPictures;
  onTurn: (turn: (question: DraftQuestion) => DraftQuestion) => void;
  onChange: (question: DraftQuestion) => void;
  onStep: (by: number) => void;
  onDuplicate: () => void;
  onRemove: () => void;
}) {
  const { question, number, onChange } = props;
  const tools = usePictureTools(question, props.pictures, props.onTurn);
  const [weighed, setWeighed] = useState(!hasPlainWeights(question));
  return (
    <section
      class="card question-editor"
      aria-label={t('editor.label', { number, count: props.count })}
      {...takesPictures((files) => void tools.add('prompt', files))}
    >
      <div class="question-editor-head">
        <h2>{t('editor.title', { number, count: props.count })}</h2>
        <SelectField
          label={t('editor.type')}
          labelUnseen
          value={question.type}
          options={questionTypes.map((type) => ({ value: type, label: typeName(type) }))}
          onChange={(type) => {
            setWeighed(false);
            onChange(changeType(question, type, sides()));
          }}
        />
        <span class="question-editor-tools">
          <IconButton icon={CopyPlus} label={t('editor.duplicate')} onClick={props.onDuplicate} />
          <IconButton icon={Trash2} label={t('editor.remove')} onClick={props.onRemove} />
        </span>
      </div>
      <div class="question-editor-body">
        <div class="question-asked">
          <GrowingText
            class="question-prompt"
            label={t('editor.prompt')}
            placeholder={t('editor.promptHint')}
            value={question.prompt}
            maxLength={20_000}
            lines
            onInput={(prompt) => onChange({ ...question, prompt })}
          />
          <PictureList question={question} place="prompt" of={t('picture.ofPrompt')} tools={tools} />
        </div>
        <Choices question={question} onChange={onChange} weighed={weighed} tools={tools} />
        {props.lack !== undefined && (
          <Notice tone="warn">{t('editor.lack', { number, lack: props.lack })}</Notice>
        )}
        <details class="disclosure">
          <summary>{t('editor.more')}</summary>
          <div class="question-more-body">
            <TextArea
              label={t('editor.feedback')}
              hint={t('editor.feedbackHint')}
              rows={2}
              optional
              maxLength={4000}
              value={question.feedback}
              onInput={(feedback) => onChange({ ...question, feedback })}
            />
            <NumberField
              label={t('editor.mark')}
              hint={t('editor.markHint')}
              value={question.mark}
              min={0.1}
              max={1000}
              onChange={(mark) => onChange({ ...question, mark })}
            />
            {question.type !== 'matching' && question.type !== 'true-false' && (
              <CheckField
                label={t('editor.weighed')}
                hint={t('editor.weighedHint')}
                checked={weighed}
                onChange={(checked) => {
                  setWeighed(checked);
                  if (!checked) onChange(withPlainWeights(question));
                }}
              />
            )}
          </div>
        </details>
      </div>
      <div class="question-editor-foot">
        <Button variant="quiet" icon={ArrowLeft} disabled={number === 1} onClick={() => props.onStep(-1)}>
          {t('editor.previous')}
        </Button>
        <Button variant="quiet" disabled={number === props.count} onClick={() => props.onStep(1)}>
          {t('editor.next')} <ArrowRight class="icon" size={16} aria-hidden="true" />
        </Button>
      </div>
    </section>
  );
}

/** The two sides of a true-false, in the page's language. */
export function sides(): { yes: string; no: string } {
  return { yes: t('side.true'), no: t('side.false') };
}

function Choices(props: ChoicesProps) {
  const { type } = props.question;
  if (isPicked(type)) return <PickedChoices {...props} />;
  return type === 'matching' ? <MatchPairs {...props} /> : <TypedAnswers {...props} />;
}
