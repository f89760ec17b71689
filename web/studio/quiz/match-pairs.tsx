import { ArrowRight, Plus, X } from 'lucide-preact';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { GrowingText } from './growing-text.tsx';
import { withChoice, type ChoicesProps } from './choices.ts';
import type { DraftChoice } from './quiz-draft.ts';
import { takesPictures } from './picture-intake.ts';
import { ChoicePictureButton, PictureList } from './picture-list.tsx';
import { t } from './question-type.ts';
import { newChoice, withPlainWeights } from './weights.ts';

/** Pairs to be matched: each left side with its right one. A right side without a left one only distracts. */
export function MatchPairs({ question, onChange, tools }: ChoicesProps) {
  const set = (key: string, part: Partial<DraftChoice>) =>
    onChange(withPlainWeights(withChoice(question, key, part)));
  return (
    <fieldset class="choices">
      <legend class="choices-legend">{t('match.legend')}</legend>
      <ul class="choices-list">
        {question.choices.map((choice, index) => (
          <li
            key={choice.key}
            class="pair"
            {...takesPictures((files) => void tools.add({ choice: choice.key }, files))}
          >
            <GrowingText
              label={t('match.left', { number: index + 1 })}
              placeholder={t('match.leftHint')}
              value={choice.text}
              maxLength={4000}
              onInput={(text) => set(choice.key, { text })}
            />
            <Icon of={ArrowRight} />
            <GrowingText
              label={t('match.right', { number: index + 1 })}
              placeholder={t('match.rightHint')}
              value={choice.match}
              maxLength={4000}
              onInput={(match) => set(choice.key, { match })}
            />
            {choice.pictures.length === 0 && (
              <ChoicePictureButton
                place={{ choice: choice.key }}
                of={t('picture.ofPair', { number: index + 1 })}
                tools={tools}
              />
            )}
            {question.choices.length > 2 && (
              <IconButton
                small
                icon={X}
                label={t('match.remove', { number: index + 1 })}
                onClick={() =>
                  onChange(withPlainWeights({ ...question, choices: question.choices.toSpliced(index, 1) }))
                }
              />
            )}
            <PictureList
              question={question}
              place={{ choice: choice.key }}
              of={t('picture.ofPair', { number: index + 1 })}
              tools={tools}
            />
          </li>
        ))}
      </ul>
      <Button
        variant="quiet"
        small
        icon={Plus}
        onClick={() =>
          onChange(withPlainWeights({ ...question, choices: [...question.choices, newChoice()] }))
        }
      >
        {t('match.add')}
      </Button>
      <p class="quiet">{t('match.distractor')}</p>
    </fieldset>
  );
}
