import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { FileVideo, FolderOpen, Plus } from 'lucide-preact';
import { recordingSchema, type Recording } from '../../../domain/api/recording.ts';
import type { Problem } from '../../../domain/formats/text.ts';
import { ApiError, sentenceOf, wasAborted } from '../../ui/api.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CheckField, FieldError, TextField } from '../../ui/field.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { texts } from '../../ui/i18n.ts';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Spinner, Waiting } from '../../ui/progress.tsx';
import { SaveStateLine } from '../../ui/save-state.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useFileDrop } from '../../ui/use-file-drop.ts';
import en from '../locales/en/recording.json' with { type: 'json' };
import { Page } from '../shell/page.tsx';
import { api } from '../shell/session.ts';
import { uploads } from '../uploads/uploads.ts';
import { DraftFileRow } from './draft-file-row.tsx';
import { takeHandedFiles } from './handed-files.ts';
import { LeftOutFiles } from './left-out-files.tsx';
import { readOutlineDraft } from './outline-draft.ts';
import { OutlineEditor } from './outline-editor.tsx';
import { suggestable } from './suggestable.ts';
import { sortFiles, type LeftOutFile } from './sort-files.ts';
import { useDraft } from './use-draft.ts';
import { useDraftFiles, type DraftFile } from './use-draft-files.ts';
import './draft-files.css';

const t = texts('recording', en);

/** /recordings/new: files, outline, and the one action that makes chapters of them. */
export function NewRecordingPage() {
  const { route } = useLocation();
  const draft = useDraft();
  const [missing, setMissing] = useState<{ recording?: string; outline?: string }>({});
  const [refused, setRefused] = useState<readonly Problem[]>([]);
  const { text } = draft;
  const changeOutline = (outlineText: string) => {
    setRefused([]);
    setMissing({});
    draft.change({ outlineText });
  };
  // A folder tells better what the session was called than its recording's file does.
  const isNamed = useRef(false);
  const draftFiles = useDraftFiles({
    ...draft,
    onOutline: (outlineText, name) => {
      const before = text.outlineText;
      changeOutline(outlineText);
      const undo = before.trim() === '' ? undefined : () => changeOutline(before);
      showToast({ message: t('files.outlineTaken', { name }), undo });
    },
    onRecording: (fileName) => {
      setMissing({});
      if (!isNamed.current && text.title.trim() === '') draft.change({ title: titleOf(fileName) });
    },
  });
  const [leftOut, setLeftOut] = useState<readonly LeftOutFile[]>([]);
  const [isSorting, setSorting] = useState(false);
  const sortAndAdd = async (dropped: readonly File[]) => {
    setSorting(true);
    const sorted = await sortFiles(dropped).finally(() => setSorting(false));
    setLeftOut((before) => [...before, ...sorted.leftOut]);
    const { title, beganAt } = sorted;
    if (beganAt !== undefined) {
      draft.change({ beganAt });
      // Chats that tell times of day are counted from it as they come.
      await draft.saveNow();
    }
    if (title !== undefined && text.title.trim() === '') {
      isNamed.current = true;
      draft.change({ title });
    }
    await draftFiles.add(sorted.files);
  };
  const addFiles = (files: readonly File[]) => {
    if (files.length > 0) void orToast(sortAndAdd(files));
  };
  const isOver = useFileDrop(addFiles);
  useEffect(() => addFiles(takeHandedFiles()), []);
  const lengthMs = lengthOf(draftFiles.files, draft.recording);

  const start = useAction(async () => {
    if (!(await draft.saveNow())) throw new ApiError('not-saved', t('new.notSaved'), 0);
    const id = await draft.ensure();
    await api.post(`/api/recordings/${id}/start`, recordingSchema);
    route(`/recordings/${id}`);
  });
  const makeChapters = async () => {
    const outline = readOutlineDraft(text.outlineText, lengthMs);
    const isWrong = outline.problems.length > 0 || outline.chapters.some(({ isBeyond }) => isBeyond);
    const found = {
      ...(draftFiles.files.some(({ role }) => role === 'recording')
        ? {}
        : { recording: t('new.noRecording') }),
      ...(outline.isEmpty
        ? { outline: t('new.noOutline') }
        : isWrong
          ? { outline: t('new.badOutline') }
          : {}),
    };
    setMissing(found);
    if (Object.keys(found).length === 0) await start.run();
  };
  useEffect(() => {
    if (start.error instanceof ApiError && start.error.code.startsWith('outline-')) {
      setRefused(start.error.problems.map(withoutPath));
      setMissing({ outline: start.error.message });
    }
  }, [start.error]);

  if (draft.isLoading) {
    return (
      <Page title={t('new.title')} parent={{ href: '/', label: t('library') }}>
        <Waiting bars={[80, 300]} />
      </Page>
    );
  }
  return (
    <Page
      title={t('new.title')}
      parent={{ href: '/', label: t('library') }}
      lead={
        <>
          <span>{t('new.lead')}</span>
          <SaveStateLine state={draft.saveState} />
        </>
      }
      actions={
        <Button variant="primary" busy={start.busy} onClick={() => void makeChapters()}>
          {t(start.busy ? 'new.starting' : 'new.start')}
        </Button>
      }
    >
      <div class="stack">
        {draft.failure && (
          <Notice tone="bad" title={t('new.draftFailed')}>
            {draft.failure}
          </Notice>
        )}
        {start.failure && !missing.outline && !wasAborted(start.error) && (
          <Notice tone="bad" title={start.failure} />
        )}
        <div class="new-recording">
          <div class="stack">
            <TextField
              label={t('new.titleLabel')}
              hint={t('new.titleHint')}
              value={text.title}
              maxLength={300}
              onInput={(title) => draft.change({ title })}
            />
            <FilesCard
              files={draftFiles.files}
              error={missing.recording}
              onFiles={addFiles}
              onRole={(file, role) => void orToast(draftFiles.changeRole(file, role))}
              onRemove={(file) => void orToast(draftFiles.remove(file))}
              isSorting={isSorting}
            />
            <LeftOutFiles
              files={leftOut}
              onUse={(file) => {
                setLeftOut((all) => all.filter((one) => one.file !== file));
                void orToast(draftFiles.add([{ file }]));
              }}
              onClose={() => setLeftOut([])}
            />
            <CheckField
              label={t('sorted.keepNames')}
              hint={t('sorted.keepNamesHint')}
              checked={text.keepNames}
              onChange={(keepNames) => {
                draft.change({ keepNames });
                void draft.saveNow();
              }}
            />
          </div>
          <Card title={t('outline.title')}>
            <OutlineEditor
              value={text.outlineText}
              onInput={changeOutline}
              boundaries={text.boundaries}
              onBoundaries={(boundaries) => draft.change({ boundaries })}
              durationMs={lengthMs}
              refused={refused}
              error={missing.outline}
              suggestFor={draft.recording && suggestable(draft.recording)}
            />
          </Card>
        </div>
      </div>
      {isOver && <div class="drop-veil">{t('files.dropNow')}</div>}
    </Page>
  );
}

function FilesCard(props: {
  files: readonly DraftFile[];
  error: string | undefined;
  onFiles: (files: readonly File[]) => void;
  onRole: (file: DraftFile, role: DraftFile['role']) => void;
  onRemove: (file: DraftFile) => void;
  isSorting: boolean;
}) {
  const isEmpty = props.files.length === 0;
  const isSending = props.files.some(
    ({ role, received, uploadKey }) => role === 'recording' && uploadKey !== undefined && !received,
  );
  return (
    <Card title={t('files.title')} flush>
      {!isEmpty && (
        <ul class="draft-files" aria-label={t('files.list')}>
          {props.files.map((file) => (
            <DraftFileRow
              key={file.key}
              file={file}
              upload={uploads.value.find(({ key }) => key === file.uploadKey)}
              onRole={(role) => props.onRole(file, role)}
              onRemove={() => props.onRemove(file)}
              onResume={props.onFiles}
            />
          ))}
        </ul>
      )}
      <div class={`file-drop${isEmpty ? '' : ' file-drop-small'}`}>
        {isEmpty && (
          <>
            <Icon of={FileVideo} size={28} />
            <div class="strong">{t('files.drop')}</div>
            <p>{t('files.dropHint')}</p>
          </>
        )}
        {!isEmpty && isSending && <p class="grow">{t('new.beforeEnd')}</p>}
        <FileButton icon={Plus} multiple onFiles={props.onFiles}>
          {t('files.choose')}
        </FileButton>
        <FileButton icon={FolderOpen} folder variant="quiet" onFiles={props.onFiles}>
          {t('files.chooseFolder')}
        </FileButton>
        {props.isSorting && (
          <p class="row" role="status">
            <Spinner /> {t('sorted.sorting')}
          </p>
        )}
        {props.error && <FieldError>{props.error}</FieldError>}
      </div>
    </Card>
  );
}

/** As the service knows it, else as this browser read it. */
function lengthOf(files: readonly DraftFile[], recording: Recording | undefined): number | null {
  const read = files.find(({ role, isSecond }) => role === 'recording' && !isSecond)?.recognised?.durationMs;
  return recording?.durationMs ?? read ?? null;
}

/** `2026-03-12_q1-review.mp4` as a title to begin with: `2026-03-12 q1-review`. */
function titleOf(fileName: string): string {
  return fileName
    .replace(/\.[^.]+$/, '')
    .replaceAll('_', ' ')
    .trim();
}

function withoutPath({ line, message, suggestion }: ApiError['problems'][number]): Problem {
  return {
    message,
    ...(line === undefined ? {} : { line }),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

async function orToast(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => showToast({ message: sentenceOf(error), tone: 'bad' }));
}
