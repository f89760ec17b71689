import { useEffect } from 'preact/hooks';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CheckField, TextField } from '../../ui/field.tsx';
import { texts } from '../../ui/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { SaveStateLine } from '../../ui/save-state.tsx';
import { useFileDrop } from '../../ui/use-file-drop.ts';
import en from '../locales/en/recording.json' with { type: 'json' };
import { Page } from '../shell/page.tsx';
import { FilesCard } from './files-card.tsx';
import { takeHandedFiles } from './handed-files.ts';
import { LeftOutFiles } from './left-out-files.tsx';
import { OutlineEditor } from './outline-editor.tsx';
import { suggestable } from './suggestable.ts';
import { useDraft } from './use-draft.ts';
import { useDroppedFiles } from './use-dropped-files.ts';
import { useStart } from './use-start.ts';
import './draft-files.css';

const t = texts('recording', en);
const inLibrary = { title: t('new.title'), parent: { href: '/', label: t('library') } };

/** /recordings/new: files, outline, and the one action that makes chapters of them. */
export function NewRecordingPage() {
  const draft = useDraft();
  const start = useStart(draft);
  const dropped = useDroppedFiles(draft, start);
  const isOver = useFileDrop(dropped.add);
  useEffect(() => dropped.add(takeHandedFiles()), []);

  if (draft.isLoading) {
    return (
      <Page {...inLibrary}>
        <Waiting bars={[80, 300]} />
      </Page>
    );
  }
  return (
    <Page
      {...inLibrary}
      lead={
        <>
          <span>{t('new.lead')}</span>
          <SaveStateLine state={draft.saveState} />
        </>
      }
      actions={
        <Button variant="primary" busy={start.busy} onClick={() => void start.run(dropped)}>
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
        {start.failure && <Notice tone="bad" title={start.failure} />}
        <div class="new-recording">
          <FilesColumn draft={draft} start={start} dropped={dropped} />
          <Card title={t('outline.title')}>
            <OutlineEditor
              value={draft.text.outlineText}
              onInput={dropped.changeOutline}
              boundaries={draft.text.boundaries}
              onBoundaries={(boundaries) => draft.change({ boundaries })}
              durationMs={dropped.lengthMs}
              refused={start.refused}
              error={start.missing.outline}
              suggestFor={draft.recording && suggestable(draft.recording)}
            />
          </Card>
        </div>
      </div>
      {isOver && <div class="drop-veil">{t('files.dropNow')}</div>}
    </Page>
  );
}

function FilesColumn({
  draft,
  start,
  dropped,
}: {
  draft: ReturnType<typeof useDraft>;
  start: ReturnType<typeof useStart>;
  dropped: ReturnType<typeof useDroppedFiles>;
}) {
  return (
    <div class="stack">
      <TextField
        label={t('new.titleLabel')}
        hint={t('new.titleHint')}
        value={draft.text.title}
        maxLength={300}
        onInput={(title) => draft.change({ title })}
      />
      <FilesCard
        files={dropped.files}
        error={start.missing.recording}
        onFiles={dropped.add}
        onRole={dropped.changeRole}
        onRemove={dropped.remove}
        isSorting={dropped.isSorting}
      />
      <LeftOutFiles files={dropped.leftOut} onUse={dropped.addLeftOut} onClose={dropped.forgetLeftOut} />
      <CheckField
        label={t('sorted.keepNames')}
        hint={t('sorted.keepNamesHint')}
        checked={draft.text.keepNames}
        onChange={(keepNames) => {
          draft.change({ keepNames });
          void draft.saveNow();
        }}
      />
    </div>
  );
}
