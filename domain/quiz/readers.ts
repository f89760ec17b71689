import { aikenReader } from './aiken.ts';
import { giftReader } from './gift.ts';
import { jsonQuizReader } from './json.ts';
import type { QuizReader } from './reader.ts';

/** Every format of questions; the first that recognises the text reads it. */
export const quizReaders: readonly QuizReader[] = [jsonQuizReader, aikenReader, giftReader];
