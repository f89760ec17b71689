import { useState } from 'preact/hooks';
import type { Module } from '../../../domain/api/module.ts';
import { CheckField, TextArea, TextField } from '../../ui/field.tsx';
import { formatMoment, formatTime } from '../../ui/format.ts';
import { t } from './texts.ts';

/** What the whole module is called and says of itself in the picker. Every change is saved by itself. */
export function ModuleSettings(props: {
  module: Module;
  onPatch: (
    part: { title: string } | { description: string } | { renditions: boolean } | { evenLoudness: boolean },
  ) => void;
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
      <ClipSettings module={module} onPatch={onPatch} />
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

/** What is made of every clip besides cutting it, and how far that is. */
function ClipSettings({ module, onPatch }: Parameters<typeof ModuleSettings>[0]) {
  const [renditions, setRenditions] = useState(module.renditions);
  const [evenLoudness, setEvenLoudness] = useState(module.evenLoudness);
  const states = module.chapters.map((chapter) => chapter.renditions);
  const ready = states.filter(({ state }) => state === 'ready').length;
  const making = states.find(({ state }) => state === 'making');
  const isAtWork = making !== undefined || states.some(({ state }) => state === 'waiting');
  return (
    <fieldset class="stack clip-settings">
      <legend class="field-label">{t('clips.title')}</legend>
      <CheckField
        label={t('clips.renditions')}
        hint={
          renditions && isAtWork
            ? t('clips.renditionsAtWork', { ready, count: states.length, percent: making?.progress ?? 0 })
            : t('clips.renditionsHint')
        }
        checked={renditions}
        onChange={(checked) => {
          setRenditions(checked);
          onPatch({ renditions: checked });
        }}
      />
      <CheckField
        label={t('clips.loudness')}
        hint={t('clips.loudnessHint')}
        checked={evenLoudness}
        disabled={module.recordingUrl === null}
        onChange={(checked) => {
          setEvenLoudness(checked);
          onPatch({ evenLoudness: checked });
        }}
      />
    </fieldset>
  );
}
