import { useEffect, useMemo, useState } from 'preact/hooks';
import { FileUp } from 'lucide-preact';
import { AppError } from '../../../domain/app-error.ts';
import { parseQuiz, QuizError, type ParsedQuiz } from '../../../domain/read-quiz.ts';
import { picturesOf, type Picture } from '../../../domain/picture.ts';
import type { PictureFiles } from '../../../domain/quiz/settle-pictures.ts';
import { decodeText } from '../../../domain/formats/text.ts';
import { looksLikeZip } from '../../../domain/formats/zip.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useAction } from '../../ui/use-action.ts';
import { toDraftQuestion, type DraftQuestion } from './quiz-draft.ts';
import { t, typeIcon, typeName } from './question-type.ts';
import type { QuizPictures } from './use-quiz-pictures.ts';
import './import-dialog.css';

type Reading = { parsed: ParsedQuiz } | { failure: AppError } | undefined;

/** Takes questions from pasted text or a file, shows what was understood, and adds what is ticked. */
export function ImportDialog(props: {
  pictures: QuizPictures;
  onAdd: (questions: DraftQuestion[]) => void;
  onClose: () => void;
}) {
  const [text, setText] = useState<string | Uint8Array>('');
  const [fileName, setFileName] = useState<string>();
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const reading = useMemo(() => read(text, fileName), [text, fileName]);
  const found = reading && 'parsed' in reading ? reading.parsed.questions : [];
  const chosen = found.filter((_, index) => !left.has(index));
  const adding = useAction(async () => {
    const files = reading && 'parsed' in reading ? reading.parsed.pictures : new Map<string, Uint8Array>();
    props.onAdd((await props.pictures.addOf(chosen, files)).map(toDraftQuestion));
  });
  const take = (next: string | Uint8Array, name?: string) => {
    setText(next);
    setFileName(name);
    setLeft(new Set());
  };
  const takeFile = async (file: File | undefined) => {
    if (!file) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    take(looksLikeZip(bytes) ? bytes : decodeText(bytes), file.name);
  };
  return (
    <Dialog
      wide
      title={t('import.title')}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t('import.cancel')}</Button>
          <Button
            variant="primary"
            disabled={chosen.length === 0}
            busy={adding.busy}
            onClick={() => void adding.run()}
          >
            {t('import.add', { count: chosen.length })}
          </Button>
        </>
      }
    >
      <div
        class="stack"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          void takeFile(event.dataTransfer?.files[0]);
        }}
      >
        <TextArea
          label={t('import.paste')}
          hint={t('import.pasteHint')}
          mono
          rows={8}
          value={typeof text === 'string' ? text : ''}
          spellcheck={false}
          placeholder={t('import.example')}
          onInput={(next) => take(next)}
        />
        <label class="import-file button button-normal">
          <Icon of={FileUp} />
          {fileName ?? t('import.file')}
          <input
            class="unseen"
            type="file"
            accept=".gift,.txt,.json,.xml,.qti,.csv,.tsv,.zip,.imscc,.h5p,.xlsx,.docx,text/plain,application/json"
            onChange={(event) => void takeFile(event.currentTarget.files?.[0])}
          />
        </label>
        {adding.failure !== undefined && <Notice tone="bad" title={adding.failure} />}
        {reading && 'failure' in reading && <Failure failure={reading.failure} />}
        {reading && 'parsed' in reading && (
          <Found
            parsed={reading.parsed}
            left={left}
            onToggle={(index) => {
              const next = new Set(left);
              if (!next.delete(index)) next.add(index);
              setLeft(next);
            }}
          />
        )}
      </div>
    </Dialog>
  );
}

function read(text: string | Uint8Array, fileName: string | undefined): Reading {
  if (typeof text === 'string' && text.trim() === '') return undefined;
  try {
    return { parsed: parseQuiz(text, fileName === undefined ? {} : { fileName }) };
  } catch (error) {
    if (error instanceof AppError) return { failure: error };
    throw error;
  }
}

function Failure({ failure }: { failure: AppError }) {
  const problems = failure instanceof QuizError ? failure.problems : [];
  return (
    <Notice tone="bad" title={failure.message}>
      {problems.length > 1 && <Lines lines={problems} />}
    </Notice>
  );
}

function Found(props: { parsed: ParsedQuiz; left: ReadonlySet<number>; onToggle: (index: number) => void }) {
  const { questions, warnings } = props.parsed;
  return (
    <>
      {warnings.length > 0 && (
        <Notice tone="warn" title={t('import.warnings', { count: warnings.length })}>
          <Lines lines={warnings} />
        </Notice>
      )}
      <section class="import-found" aria-label={t('import.found', { count: questions.length })}>
        <h3>{t('import.found', { count: questions.length })}</h3>
        <ul class="import-list">
          {questions.map((question, index) => (
            <li key={index}>
              <label class="import-question">
                <input
                  type="checkbox"
                  checked={!props.left.has(index)}
                  onChange={() => props.onToggle(index)}
                />
                <span>
                  <span class="strong import-prompt">{question.prompt}</span>
                  <Thumbnails pictures={picturesOf(question)} files={props.parsed.pictures} />
                  <span class="import-type">
                    <Icon of={typeIcon(question.type)} size={13} /> {typeName(question.type)}
                  </span>
                  <ul class="import-choices">
                    {question.choices.map((choice, at) => (
                      <li key={at} class={choice.weight > 0 ? 'import-right' : undefined}>
                        {choice.weight > 0 && <span class="unseen">{t('choice.right')}: </span>}
                        {'match' in choice ? `${choice.text} → ${choice.match}` : choice.text}
                      </li>
                    ))}
                  </ul>
                </span>
              </label>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function Lines({ lines }: { lines: readonly { line?: number; message: string }[] }) {
  return (
    <ul class="import-lines">
      {lines.slice(0, 20).map(({ line, message }, index) => (
        <li key={index}>{line === undefined ? message : t('import.line', { line, message })}</li>
      ))}
      {lines.length > 20 && <li>{t('import.moreLines', { count: lines.length - 20 })}</li>}
    </ul>
  );
}

/** The pictures of a question that is not the quiz's yet. */
function Thumbnails({ pictures, files }: { pictures: readonly Picture[]; files: PictureFiles }) {
  const [urls, setUrls] = useState<readonly string[]>([]);
  useEffect(() => {
    const made = pictures.map(({ id, type }) =>
      URL.createObjectURL(new Blob([new Uint8Array(files.get(id) ?? [])], { type })),
    );
    setUrls(made);
    return () => made.forEach((url) => URL.revokeObjectURL(url));
  }, [files]);
  if (pictures.length === 0) return null;
  return (
    <span class="import-pictures">
      {pictures.map(({ id, alt, name }, index) => (
        <img key={id} src={urls[index]} alt={alt === '' ? name : alt} height={40} />
      ))}
    </span>
  );
}
