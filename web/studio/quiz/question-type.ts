import {
  CheckCheck,
  CircleDot,
  Hash,
  Shuffle,
  TextCursorInput,
  ToggleLeft,
  type LucideIcon,
} from 'lucide-preact';
import type { QuestionType } from '../../../domain/quiz.ts';
import { texts } from '../../ui/i18n.ts';
import en from '../locales/en/quiz.json' with { type: 'json' };

/** The quiz editor's texts. */
export const t = texts('quiz', en);

/** All types of questions, in the order in which they are offered. */
export const questionTypes: readonly QuestionType[] = [
  'single-choice',
  'multiple-choice',
  'true-false',
  'short-answer',
  'numeric',
  'matching',
];

const icons: Record<QuestionType, LucideIcon> = {
  'single-choice': CircleDot,
  'multiple-choice': CheckCheck,
  'true-false': ToggleLeft,
  'short-answer': TextCursorInput,
  numeric: Hash,
  matching: Shuffle,
};

/** The drawing that stands beside a type's name. */
export function typeIcon(type: QuestionType): LucideIcon {
  return icons[type];
}

/** A type's name. */
export function typeName(type: QuestionType): string {
  return t(`type.${type}`);
}
