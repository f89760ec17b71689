import { z } from 'zod';
import { readJson } from '../../formats/json.ts';
import { decodeText } from '../../formats/text.ts';
import {
  addFound,
  emptyQuizDraft,
  maxQuestions,
  noteLoss,
  warnOfQuestion,
  type Place,
  type QuizDraft,
} from '../reader.ts';
import { pictureFinder, type PictureFinder } from '../found-pictures.ts';
import { resolve } from '../qti/href.ts';
import { asTrueFalse } from '../true-false.ts';
import { questionReaders } from './questions.ts';

/** Reads the questions of an unpacked H5P file, wherever they stand in its content (question sets, books, videos). */
export function readH5p(files: ReadonlyMap<string, Uint8Array>, manifest: string): QuizDraft {
  const draft = emptyQuizDraft();
  const folder = manifest.slice(0, -'h5p.json'.length);
  const about = jsonOf(files.get(manifest));
  const content = jsonOf(files.get(`${folder}content/content.json`));
  if (about === undefined || content === undefined) {
    return { ...draft, problems: [{ message: 'The H5P file has no content that can be read.' }] };
  }
  const { mainLibrary, title } = aboutSchema.parse(about);
  const find = pictureFinder(draft.pictures, (address) => {
    // H5P's editor marks a file that is new since the last saving.
    const bytes = files.get(resolve(address.replace(/#tmp$/, ''), `${folder}content/content.json`));
    return bytes && { bytes };
  });
  takeContent({ draft, find }, { library: mainLibrary, params: content, metadata: { title } }, 0);
  return draft;
}

function jsonOf(bytes: Uint8Array | undefined): unknown {
  const json = bytes === undefined ? undefined : readJson(decodeText(bytes));
  return json !== undefined && 'value' in json ? json.value : undefined;
}

const text = z.string().catch('');
const aboutSchema = z.object({ mainLibrary: text, title: text }).catch({ mainLibrary: '', title: '' });

/** One piece of content: a library, by its name and version, and what it is given. */
const piece = z.object({
  library: z.string().max(200),
  params: z.unknown(),
  metadata: z.object({ title: text }).catch({ title: '' }),
});
type Piece = z.infer<typeof piece>;

const maxDepth = 40;

/** Where questions go, and where their pictures are. */
interface Taking {
  draft: QuizDraft;
  find: PictureFinder;
}

function takeContent(taking: Taking, { library, params, metadata }: Piece, depth: number): void {
  const { draft, find } = taking;
  const name = library.split(/[\s-]\d/)[0] ?? library;
  const read = questionReaders[name];
  if (read === undefined) {
    const before = draft.questions.length + draft.warnings.length;
    walk(taking, params, depth);
    const isEmpty = draft.questions.length + draft.warnings.length === before;
    if (isEmpty && !silent.has(name)) {
      warnOfQuestion(
        draft,
        { name: titleOf(metadata.title, name) },
        `content of the kind "${name}" cannot be read`,
      );
    }
    return;
  }
  const title = titleOf(metadata.title, '');
  const found = read(params, find);
  if (found === undefined) {
    warnOfQuestion(draft, { name: titleOf(title, name) }, `its content (${name}) cannot be read`);
    return;
  }
  for (const { lost, ...question } of found) {
    const own = found.length === 1 ? title : '';
    const place: Place = { name: own === '' ? question.prompt : own };
    lost.forEach((what) => noteLoss(draft, place, what));
    addFound(draft, place, asTrueFalse({ ...question, title: own }));
  }
}

/** Names that the editor gives by itself say nothing. */
function titleOf(title: string, otherwise: string): string {
  return /^(?:untitled|unbenannt|sans titre)\b/i.test(title) || title.trim() === ''
    ? otherwise
    : title.trim();
}

/** Content that asks nothing. */
const silent = new Set(
  [
    'AdvancedText',
    'Text',
    'Image',
    'Video',
    'Audio',
    'Link',
    'Table',
    'Nil',
    'IVHotspot',
    'Shape',
    'Accordion',
    'Column',
    'RowColumn',
    'Row',
    'ContinuousText',
    'GoToQuestion',
  ].map((name) => `H5P.${name}`),
);

/** Looks for pieces of content in whatever holds them. */
function walk(taking: Taking, value: unknown, depth: number): void {
  if (
    depth > maxDepth ||
    taking.draft.questions.length > maxQuestions ||
    typeof value !== 'object' ||
    value === null
  )
    return;
  const found = piece.safeParse(value);
  if (found.success && found.data.library.startsWith('H5P.')) {
    takeContent(taking, found.data, depth + 1);
    return;
  }
  for (const child of Object.values(value)) walk(taking, child, depth + 1);
}
