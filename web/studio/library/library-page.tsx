import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { Plus } from 'lucide-preact';
import { recordingsSchema, type RecordingSummary } from '../../../domain/api/recording.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { SearchField } from '../../ui/field.tsx';
import { texts } from '../../ui/i18n.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { useFileDrop } from '../../ui/use-file-drop.ts';
import { useResource } from '../../ui/use-resource.ts';
import { useTicks } from '../../ui/use-ticks.ts';
import en from '../locales/en/library.json' with { type: 'json' };
import { Page } from '../shell/page.tsx';
import { api } from '../shell/session.ts';
import { handOverFiles } from '../recording/handed-files.ts';
import { EmptyLibrary } from './empty-library.tsx';
import { RecordingTable } from './recording-table.tsx';
import { stateGroupOf, stateGroups, type StateGroup } from './recording-state.ts';
import { useDebounced } from './use-debounced.ts';
import './library.css';

const t = texts('library', en);

/** /: all recordings of the organisation with where each stands; fresh every few seconds while something works. */
export function LibraryPage() {
  const { route } = useLocation();
  const [query, setQuery] = useState('');
  const [group, setGroup] = useState<StateGroup>('all');
  const asked = useDebounced(query.trim(), 200);
  const { value, failure, reload } = useResource(
    async (signal) => (await api.get(pathOf(asked), recordingsSchema, { signal })).recordings,
    [asked],
  );
  useTicks(() => void reload(), refreshMs(value));
  const takeFiles = (files: readonly File[]) => {
    handOverFiles(files);
    route('/recordings/new');
  };
  const isOver = useFileDrop(takeFiles);
  const isEmpty = value?.length === 0 && asked === '' && query === '';
  return (
    <Page
      title={t('title')}
      actions={
        isEmpty ? undefined : (
          <LinkButton variant="primary" icon={Plus} href="/recordings/new">
            {t('newRecording')}
          </LinkButton>
        )
      }
    >
      {failure && (
        <Notice tone="bad" title={t('failed')}>
          {failure}
        </Notice>
      )}
      {isEmpty ? (
        <EmptyLibrary isOver={isOver} onFiles={takeFiles} />
      ) : (
        <>
          <div class="library-tools">
            <SearchField label={t('search')} value={query} onInput={setQuery} />
            <GroupFilter recordings={value ?? []} chosen={group} onChoose={setGroup} />
          </div>
          {value ? (
            <Found
              recordings={value.filter((one) => group === 'all' || stateGroupOf(one) === group)}
              onShowAll={() => {
                setQuery('');
                setGroup('all');
              }}
            />
          ) : (
            !failure && <Waiting bars={[54, 72, 72, 72, 72]} />
          )}
        </>
      )}
      {isOver && !isEmpty && <div class="drop-veil">{t('dropHere')}</div>}
    </Page>
  );
}

function Found(props: { recordings: readonly RecordingSummary[]; onShowAll: () => void }) {
  const { recordings } = props;
  return (
    <section class="card" aria-label={t('caption')}>
      <p class="unseen" role="status">
        {t('count', { count: recordings.length })}
      </p>
      {recordings.length > 0 ? (
        <RecordingTable recordings={recordings} />
      ) : (
        <EmptyState
          title={t('none.title')}
          actions={<Button onClick={props.onShowAll}>{t('none.action')}</Button>}
        >
          {t('none.text')}
        </EmptyState>
      )}
    </section>
  );
}

function GroupFilter(props: {
  recordings: readonly RecordingSummary[];
  chosen: StateGroup;
  onChoose: (group: StateGroup) => void;
}) {
  const countOf = (group: StateGroup) =>
    group === 'all'
      ? props.recordings.length
      : props.recordings.filter((recording) => stateGroupOf(recording) === group).length;
  return (
    <div class="segments" role="group" aria-label={t('filter')}>
      {stateGroups.map((group) => (
        <button
          key={group}
          class="segment"
          type="button"
          aria-pressed={group === props.chosen}
          onClick={() => props.onChoose(group)}
        >
          {t(`filters.${group}`)} <span class="segment-count">{countOf(group)}</span>
        </button>
      ))}
    </div>
  );
}

function pathOf(query: string): string {
  return query === '' ? '/api/recordings' : `/api/recordings?query=${encodeURIComponent(query)}`;
}

/** Fast while something is at work, slowly otherwise: a colleague may be at work too. */
function refreshMs(recordings: readonly RecordingSummary[] | undefined): number {
  return recordings?.some((recording) => stateGroupOf(recording) === 'working') ? 2000 : 20_000;
}
