import { useState } from 'preact/hooks';
import type { Module } from '../../../domain/api/module.ts';
import { TextArea, TextField } from '../../ui/field.tsx';
import { formatMoment, formatTime } from '../../ui/format.ts';
import { t } from './texts.ts';

/** What the whole module is called and says of itself in the picker. Every change is saved by itself. */
export function ModuleSettings(props: {
  module: Module;
  onPatch: (part: { title: string } | { description: string }) => void;
}) {
  const { module, onPatch } = props;
  const [title, setTitle] = useState(module.title);
  const [description, setDescription] = useState(module.description);
  const totalMs = module.chapters.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  return (
    <div class="stack-24">
      <TextField
        label={t('module.title')}
        value={title}
        maxLength={300}
        error={title.trim() === '' ? t('module.noTitle') : undefined}
        onInput={(typed) => {
          setTitle(typed);
          if (typed.trim() !== '') onPatch({ title: typed.trim() });
        }}
      />
      <TextArea
        label={t('module.description')}
        hint={t('module.descriptionHint')}
        optional
        rows={5}
        maxLength={10_000}
        value={description}
        onInput={(typed) => {
          setDescription(typed);
          onPatch({ description: typed });
        }}
      />
      <dl class="facts">
        <dt>{t('module.chapters')}</dt>
        <dd>{module.chapters.length}</dd>
        <dt>{t('module.length')}</dt>
        <dd>{formatTime(totalMs)}</dd>
        {module.recordingId !== null && (
          <>
            <dt>{t('module.recording')}</dt>
            <dd>
              <a href={`/recordings/${module.recordingId}`}>{t('module.showRecording')}</a>
            </dd>
          </>
        )}
        {module.publishedAt !== null && (
          <>
            <dt>{t('module.published')}</dt>
            <dd>{formatMoment(new Date(module.publishedAt))}</dd>
          </>
        )}
      </dl>
    </div>
  );
}
