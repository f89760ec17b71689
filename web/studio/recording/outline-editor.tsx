import { useMemo, useRef } from 'preact/hooks';
import { CircleAlert, TriangleAlert, WandSparkles } from 'lucide-preact';
import type { BoundaryMode } from '../../../domain/recording.ts';
import type { Problem, Warning } from '../../../domain/formats/text.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { formatTime } from '../../ui/format.ts';
import { texts } from '../../ui/i18n.ts';
import { Icon } from '../../ui/icon.tsx';
import { showToast } from '../../ui/toast.tsx';
import en from '../locales/en/recording.json' with { type: 'json' };
import { DraftChapters } from './draft-chapters.tsx';
import { LinedText } from './lined-text.tsx';
import { mendLine, rangeOfLine, readOutlineDraft, type OutlineDraft } from './outline-draft.ts';
import { SuggestOutline } from './suggest-outline.tsx';
import './outline-editor.css';

const t = texts('recording', en);

/** The outline box with its lines numbered, what is wrong on which line, and the chapters it makes, live. */
export function OutlineEditor(props: {
  value: string;
  onInput: (value: string) => void;
  /** How boundaries are placed, where that can be chosen. */
  boundaries?: BoundaryMode;
  onBoundaries?: (mode: BoundaryMode) => void;
  durationMs: number | null;
  /** What the service said about this outline, until it is changed. */
  refused?: readonly Problem[] | undefined;
  error?: string | undefined;
  /** What can be written, where files can't be dropped. */
  hint?: string;
  /** The recording to propose an outline for; undefined while its file is not here. */
  suggestFor?: string | undefined;
}) {
  const { value, durationMs } = props;
  const box = useRef<HTMLTextAreaElement>(null);
  const draft = useMemo(() => readOutlineDraft(value, durationMs), [value, durationMs]);
  const problems = allProblems(draft, props.refused ?? [], durationMs);
  const take = (proposed: string) => {
    const undo = value.trim() === '' ? undefined : () => props.onInput(value);
    props.onInput(proposed);
    showToast({ message: t('suggest.taken'), undo });
  };
  const goToLine = (line: number) => {
    box.current?.focus();
    box.current?.setSelectionRange(...rangeOfLine(value, line));
  };
  return (
    <div class="outline">
      <LinedText
        label={t('outline.label')}
        hint={props.hint ?? t('outline.hint')}
        placeholder={t('outline.placeholder')}
        value={value}
        error={props.error}
        inputRef={box}
        marks={marksOf(problems, draft.warnings)}
        onInput={props.onInput}
      />
      <LineNotes
        problems={problems}
        warnings={draft.warnings}
        onGo={goToLine}
        onMend={(line, suggestion) => props.onInput(mendLine(value, line, suggestion))}
      />
      {props.suggestFor !== undefined && <SuggestOutline recordingId={props.suggestFor} onUse={take} />}
      {props.boundaries && props.onBoundaries && (
        <SelectField
          label={t('outline.boundaries')}
          value={props.boundaries}
          options={[
            { value: 'exact', label: t('outline.exact') },
            { value: 'pause', label: t('outline.pause') },
          ]}
          onChange={props.onBoundaries}
        />
      )}
      <DraftChapters draft={draft} durationMs={durationMs} />
    </div>
  );
}

function LineNotes(props: {
  problems: readonly Problem[];
  warnings: readonly Warning[];
  onGo: (line: number) => void;
  onMend: (line: number, suggestion: string) => void;
}) {
  if (props.problems.length === 0 && props.warnings.length === 0) return null;
  return (
    <ul class="line-notes" aria-live="polite">
      {props.problems.map(({ line, message, suggestion }, index) => (
        <li key={`problem-${index}`} class="line-note line-note-bad">
          <Icon of={CircleAlert} size={15} />
          <div class="grow">
            <LineSentence line={line} message={message} onGo={props.onGo} />
          </div>
          {line !== undefined && suggestion !== undefined && (
            <Button small icon={WandSparkles} onClick={() => props.onMend(line, suggestion)}>
              {t('outline.useInstead', { suggestion })}
            </Button>
          )}
        </li>
      ))}
      {props.warnings.map(({ line, message }, index) => (
        <li key={`warning-${index}`} class="line-note line-note-warn">
          <Icon of={TriangleAlert} size={15} />
          <div class="grow">
            <LineSentence line={line} message={message} onGo={props.onGo} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function LineSentence(props: { line: number | undefined; message: string; onGo: (line: number) => void }) {
  const { line } = props;
  if (line === undefined) return <>{props.message}</>;
  return (
    <>
      <button
        class="line-link"
        type="button"
        title={t('outline.goToLine', { line })}
        onClick={() => props.onGo(line)}
      >
        {t('outline.line', { line })}
      </button>
      : {props.message}
    </>
  );
}

function allProblems(draft: OutlineDraft, refused: readonly Problem[], durationMs: number | null): Problem[] {
  const beyond = draft.chapters.flatMap(({ isBeyond, startMs, line }): Problem[] => {
    if (!isBeyond || durationMs === null) return [];
    const message = t('outline.beyond', { time: formatTime(startMs), end: formatTime(durationMs) });
    return [line === null ? { message } : { line, message }];
  });
  const own = [...draft.problems, ...beyond];
  const isNew = (problem: Problem) => !own.some(({ line }) => line !== undefined && line === problem.line);
  return [...own, ...refused.filter(isNew)];
}

function marksOf(
  problems: readonly Problem[],
  warnings: readonly Warning[],
): ReadonlyMap<number, 'bad' | 'warn'> {
  const marks = new Map<number, 'bad' | 'warn'>();
  for (const { line } of warnings) if (line !== undefined) marks.set(line, 'warn');
  for (const { line } of problems) if (line !== undefined) marks.set(line, 'bad');
  return marks;
}
