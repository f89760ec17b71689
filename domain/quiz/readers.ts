import { aikenReader } from './aiken.ts';
import { giftReader } from './gift.ts';
import { jsonQuizReader } from './json.ts';
import { moodleXmlReader } from './moodle/xml.ts';
import { qtiReader } from './qti/reader.ts';
import type { QuizReader } from './reader.ts';
import { quizTableReader } from './table.ts';

/** Every text format of questions; the first that recognises the text reads it. */
export const quizReaders: readonly QuizReader[] = [
  moodleXmlReader,
  qtiReader,
  jsonQuizReader,
  quizTableReader,
  aikenReader,
  giftReader,
];
