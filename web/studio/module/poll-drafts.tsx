import { useId, useState } from 'preact/hooks';
import { ChartBar } from 'lucide-preact';
import { moduleSchema, type Module, type ModuleChapter } from '../../../domain/api/module.ts';
import type { PollDraft } from '../../../domain/poll-draft.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FieldError, SelectField, TextField } from '../../ui/field.tsx';
import { formatTime } from '../../ui/format.ts';
import { showToast } from '../../ui/toast.tsx';
import { useAction } from '../../ui/use-action.ts';
import { api } from '../shell/session.ts';
import { t } from './texts.ts';
import '../../ui/disclosure.css';
import './session-panels.css';

interface Props {
  module: Module;
  /** Shows what was asked in this chapter, and what could go into any; without one, everything. */
  chapter?: ModuleChapter;
  onSet: (module: Module) => void;
  /** Milliseconds on the recording's clock. */
  onSeek: (ms: number) => void;
}

/** Questions from polls, with the votes they had: the trainer marks what is right and adds them to a quiz. */
export function PollDrafts({ module, chapter, onSet, onSeek }: Props) {
  const own = module.pollDrafts.filter(
    ({ chapterId, state }) =>
      chapter === undefined || chapterId === chapter.id || (chapterId === null && state === 'offered'),
  );
  const offered = own.filter(({ state }) => state === 'offered');
  const done = own.filter(({ state }) => state !== 'offered');
  if (own.length === 0) {
    if (chapter !== undefined) return null;
    return (
      <EmptyState icon={ChartBar} title={t('polls.none')}>
        {t('polls.noneText')}
      </EmptyState>
    );
  }
  return (
    <section class="stack" aria-label={t('polls.waiting', { count: offered.length })}>
      {offered.length > 0 && (
        <>
          <div>
            <h2 class="session-heading">{t('polls.waiting', { count: offered.length })}</h2>
            <p class="quiet">{t('polls.lead')}</p>
          </div>
          <ul class="session-list">
            {offered.map((draft) => (
              <li key={draft.id}>
                <Offered draft={draft} module={module} chapter={chapter} onSet={onSet} onSeek={onSeek} />
              </li>
            ))}
          </ul>
        </>
      )}
      {done.length > 0 && (
        <details class="disclosure">
          <summary>{t('polls.done')}</summary>
          <ul class="session-list">
            {done.map((draft) => (
              <Done key={draft.id} draft={draft} module={module} onSet={onSet} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Offered(props: {
  draft: PollDraft;
  module: Module;
  chapter: ModuleChapter | undefined;
  onSet: (module: Module) => void;
  onSeek: (ms: number) => void;
}) {
  const { draft, module, chapter, onSet } = props;
  const [prompt, setPrompt] = useState(draft.prompt);
  const hintId = useId();
  const target = chapter?.id ?? draft.chapterId;
  const change = useAction(async (body: object) => {
    onSet(await api.patch(`/api/poll-drafts/${draft.id}`, moduleSchema, { body }));
  });
  const add = useAction(async () => {
    onSet(await api.post(`/api/poll-drafts/${draft.id}/add`, moduleSchema, { body: { chapterId: target } }));
    showToast({ message: t('polls.added') });
  });
  const dismiss = async () => {
    if (!(await change.run({ state: 'dismissed' }))) return;
    showToast({ message: t('polls.dismissed'), undo: () => void change.run({ state: 'offered' }) });
  };
  const isMarked = draft.choices.some(({ right }) => right);
  const missing = isMarked ? (target === null ? t('polls.chooseFirst') : undefined) : t('polls.markFirst');
  return (
    <div class="session-item">
      <TextField
        label={t('polls.prompt')}
        value={prompt}
        onInput={setPrompt}
        onBlur={() => {
          if (prompt.trim() !== '' && prompt !== draft.prompt) void change.run({ prompt });
        }}
      />
      <Facts draft={draft} onSeek={props.onSeek} />
      <Choices draft={draft} onRight={(right) => void change.run({ right })} />
      {chapter === undefined && (
        <SelectField
          label={t('polls.chapter')}
          value={draft.chapterId ?? ''}
          options={[
            ...(draft.chapterId === null ? [{ value: '', label: t('polls.choose') }] : []),
            ...module.chapters.map(({ id, title }, index) => ({
              value: id,
              label: `${index + 1}. ${title}`,
            })),
          ]}
          onChange={(chapterId) => void change.run({ chapterId })}
        />
      )}
      {change.failure !== undefined && <FieldError>{change.failure}</FieldError>}
      {add.failure !== undefined && <FieldError>{add.failure}</FieldError>}
      <div class="session-actions">
        <Button
          small
          busy={add.busy}
          disabled={missing !== undefined}
          describedBy={missing === undefined ? undefined : hintId}
          onClick={() => void add.run()}
        >
          {t('polls.add')}
        </Button>
        <Button small variant="quiet" onClick={() => void dismiss()}>
          {t('polls.dismiss')}
        </Button>
        {missing !== undefined && (
          <span class="quiet" id={hintId}>
            {missing}
          </span>
        )}
      </div>
    </div>
  );
}

function Facts({ draft, onSeek }: { draft: PollDraft; onSeek: (ms: number) => void }) {
  const { respondents, atMs } = draft;
  if (respondents === null && atMs === null) return null;
  return (
    <p class="quiet session-facts">
      {respondents !== null && <span>{t('polls.respondents', { count: respondents })}</span>}
      {atMs !== null && (
        <TimeButton atMs={atMs} words={t('polls.asked', { time: formatTime(atMs) })} onSeek={onSeek} />
      )}
    </p>
  );
}

/** A time in the recording that a press goes to. */
export function TimeButton(props: { atMs: number; words: string; onSeek: (ms: number) => void }) {
  return (
    <button
      type="button"
      class="session-time"
      title={t('polls.goTo', { time: formatTime(props.atMs) })}
      onClick={() => props.onSeek(props.atMs)}
    >
      {props.words}
    </button>
  );
}

/** Of a single choice one is right, of the others as many as are marked. */
function Choices({ draft, onRight }: { draft: PollDraft; onRight: (right: number[]) => void }) {
  const name = useId();
  const isSingle = draft.type === 'single-choice' || draft.type === 'true-false';
  const most = Math.max(1, ...draft.choices.map(({ votes }) => votes));
  // Shown at once; the service hears of it meanwhile.
  const [marked, setMarked] = useState<readonly number[]>(() =>
    draft.choices.flatMap(({ right }, index) => (right ? [index] : [])),
  );
  return (
    <fieldset class="poll-choices">
      <legend class="field-label">
        {t(draft.type === 'short-answer' ? 'polls.accepted' : 'polls.right')}
      </legend>
      {draft.choices.map(({ text, votes }, index) => (
        <label class="poll-choice" key={`${index} ${text}`}>
          <input
            type={isSingle ? 'radio' : 'checkbox'}
            name={name}
            checked={marked.includes(index)}
            onChange={(event) => {
              const others = isSingle ? [] : marked.filter((one) => one !== index);
              const right = event.currentTarget.checked ? [...others, index] : others;
              setMarked(right);
              onRight(right);
            }}
          />
          <span class="poll-choice-text">{text}</span>
          <span class="quiet figures">{t('polls.votes', { count: votes })}</span>
          <span class="poll-bar" style={{ inlineSize: `${(votes / most) * 100}%` }} aria-hidden="true" />
        </label>
      ))}
    </fieldset>
  );
}

function Done({
  draft,
  module,
  onSet,
}: {
  draft: PollDraft;
  module: Module;
  onSet: (module: Module) => void;
}) {
  const restore = useAction(async () => {
    const body = { state: 'offered' };
    onSet(await api.patch(`/api/poll-drafts/${draft.id}`, moduleSchema, { body }));
  });
  const number = module.chapters.findIndex(({ id }) => id === draft.chapterId) + 1;
  return (
    <li class="session-line">
      <span class="grow">{draft.prompt}</span>
      {draft.state === 'added' ? (
        <span class="quiet">{number > 0 ? t('polls.inQuiz', { number }) : t('polls.added')}</span>
      ) : (
        <Button
          small
          busy={restore.busy}
          label={`${t('polls.restore')}: ${draft.prompt}`}
          onClick={() => void restore.run()}
        >
          {t('polls.restore')}
        </Button>
      )}
    </li>
  );
}
