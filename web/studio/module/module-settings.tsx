import { useState } from 'preact/hooks';
import type { Module } from '../../../domain/api/module.ts';
import { gradePolicySchema } from '../../../domain/grade-policy.ts';
import { CheckField, SelectField, TextArea, TextField } from '../../ui/field.tsx';
import { formatMoment, formatNumber, formatTime } from '../../ui/format.ts';
import { t } from './texts.ts';

/** What the whole module is called and says of itself in the picker. Every change is saved by itself. */
export function ModuleSettings(props: {
  module: Module;
  onPatch: (
    part: Pick<Partial<Module>, 'title' | 'description' | 'renditions' | 'evenLoudness' | 'gradePolicy'>,
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
      <GradeSettings module={module} onPatch={onPatch} />
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

/** Which attempt counts, and what stands in the grade column of the whole module. */
function GradeSettings({ module, onPatch }: Parameters<typeof ModuleSettings>[0]) {
  const [policy, setPolicy] = useState(module.gradePolicy);
  const quizzes = module.chapters.filter(({ questionCount }) => questionCount > 0);
  const others = module.chapters.length - quizzes.length;
  const marks = quizzes.reduce((sum, { quizMarks }) => sum + quizMarks, 0);
  const terms = [
    ...quizzes.map(({ quizMarks }) => formatNumber(quizMarks)),
    ...(others > 0 ? [t('grades.others', { count: others })] : []),
  ];
  return (
    <fieldset class="stack clip-settings">
      <legend class="unseen">{t('grades.title')}</legend>
      <SelectField
        label={t('grades.policy')}
        hint={t(`grades.says.${policy}`)}
        value={policy}
        options={gradePolicySchema.options.map((value) => ({ value, label: t(`grades.policies.${value}`) }))}
        onChange={(gradePolicy) => {
          setPolicy(gradePolicy);
          onPatch({ gradePolicy });
        }}
      />
      <div>
        <div class="field-label">{t('grades.column')}</div>
        <p class="quiet">{t('grades.columnHint')}</p>
        <p class="figures grade-formula">
          {terms.join(' + ')} ={' '}
          {t('grades.marks', { count: marks + others, total: formatNumber(marks + others) })}
        </p>
      </div>
    </fieldset>
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
