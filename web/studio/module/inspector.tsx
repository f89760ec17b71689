import { useState } from 'preact/hooks';
import type { Module, ModuleChapter } from '../../../domain/api/module.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { CaptionsPanel } from '../captions/captions-panel.tsx';
import { AttachmentsPanel } from './attachments-panel.tsx';
import { ChapterSettings } from './chapter-settings.tsx';
import { ModuleSettings } from './module-settings.tsx';
import { ChatQuestions } from './chat-questions.tsx';
import { LinksPanel } from './links-panel.tsx';
import { Placements } from './placements.tsx';
import { PollDrafts } from './poll-drafts.tsx';
import { QuizSummary } from './quiz-summary.tsx';
import { t } from './texts.ts';
import type { LiveModule } from './use-module.ts';
import './inspector.css';

type ChapterTab = 'chapter' | 'quiz' | 'files' | 'captions';
type ModuleTab = 'module' | 'polls' | 'files' | 'chat' | 'placed';

/** What can be said and changed about the chosen chapter. */
export function ChapterInspector(props: {
  module: Module;
  chapter: ModuleChapter;
  live: LiveModule;
  onSeekRecording: (ms: number) => void;
}) {
  const { module, chapter, live } = props;
  const [tab, setTab] = useState<ChapterTab>('chapter');
  const files = module.attachments.filter(({ chapterId }) => chapterId === chapter.id);
  const number = module.chapters.indexOf(chapter) + 1;
  return (
    <section class="card inspector" aria-label={t('inspector.chapter', { number, title: chapter.title })}>
      <Tabs<ChapterTab>
        label={t('inspector.tabs')}
        chosen={tab}
        onChoose={setTab}
        tabs={[
          {
            key: 'chapter',
            label: t('tab.chapter'),
            content: () => (
              <ChapterSettings
                key={chapter.id}
                chapter={chapter}
                hasTemplate={files.some(({ kind }) => kind === 'template')}
                onPatch={(part) => live.patch(`/api/chapters/${chapter.id}`, part)}
              />
            ),
          },
          {
            key: 'quiz',
            label: t('tab.quiz'),
            count: chapter.questionCount,
            content: () => (
              <div class="stack">
                <QuizSummary key={chapter.id} module={module} chapter={chapter} />
                <PollDrafts
                  module={module}
                  chapter={chapter}
                  onSet={live.set}
                  onSeek={props.onSeekRecording}
                />
              </div>
            ),
          },
          {
            key: 'files',
            label: t('tab.files'),
            count: files.length,
            content: () => (
              <div class="stack">
                <AttachmentsPanel
                  key={chapter.id}
                  moduleId={module.id}
                  chapterId={chapter.id}
                  attachments={files}
                  onChanged={live.reload}
                />
                <LinksPanel
                  key={`links ${chapter.id}`}
                  module={module}
                  chapterId={chapter.id}
                  onSet={live.set}
                />
              </div>
            ),
          },
          {
            key: 'captions',
            label: t('tab.captions'),
            content: () => (
              <CaptionsPanel
                key={chapter.id}
                recordingId={module.recordingId}
                chapter={chapter}
                onSeek={props.onSeekRecording}
                onChanged={() => void live.reload()}
              />
            ),
          },
        ]}
      />
    </section>
  );
}

/** What can be said and changed about the whole module. */
export function ModuleInspector(props: {
  module: Module;
  live: LiveModule;
  onSeekRecording: (ms: number) => void;
}) {
  const { module, live, onSeekRecording } = props;
  const [tab, setTab] = useState<ModuleTab>('module');
  const files = module.attachments.filter(({ chapterId }) => chapterId === null);
  return (
    <section class="card inspector" aria-label={t('rail.module')}>
      <Tabs<ModuleTab>
        label={t('inspector.tabs')}
        chosen={tab}
        onChoose={setTab}
        tabs={[
          {
            key: 'module',
            label: t('tab.module'),
            content: () => (
              <ModuleSettings
                module={module}
                onPatch={(part) => live.patch(`/api/modules/${module.id}`, part)}
              />
            ),
          },
          {
            key: 'polls',
            label: t('tab.polls'),
            count: module.pollDrafts.filter(({ state }) => state === 'offered').length,
            content: () => <PollDrafts module={module} onSet={live.set} onSeek={onSeekRecording} />,
          },
          {
            key: 'files',
            label: t('tab.files'),
            count: files.length,
            content: () => (
              <div class="stack">
                <AttachmentsPanel
                  moduleId={module.id}
                  chapterId={null}
                  attachments={files}
                  onChanged={live.reload}
                />
                <LinksPanel module={module} chapterId={null} onSet={live.set} />
              </div>
            ),
          },
          {
            key: 'chat',
            label: t('tab.chat'),
            count: module.chatQuestions.length,
            content: () => <ChatQuestions questions={module.chatQuestions} onSeek={onSeekRecording} />,
          },
          {
            key: 'placed',
            label: t('tab.placed'),
            count: module.publications.length,
            content: () => <Placements module={module} />,
          },
        ]}
      />
    </section>
  );
}
