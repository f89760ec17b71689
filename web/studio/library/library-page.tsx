import { useEffect, useState } from 'preact/hooks';
import type { z } from 'zod';
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

const pageSize = 50;

/** /: all recordings of the organisation with where each stands; fresh every few seconds while something works. */
export function LibraryPage() {
  const { route } = useLocation();
  const [query, setQuery] = useState('');
  const [group, setGroup] = useState<StateGroup>('all');
  const [pages, setPages] = useState(1);
  const asked = useDebounced(query.trim(), 200);
  useEffect(() => setPages(1), [asked, group]);
  const { value, failure, loading, reload } = useResource(
    (signal) => fetchPages({ query: asked, group }, pages, signal),
    [asked, group, pages],
  );
  useTicks(() => void reload(), refreshMs(value?.recordings));
  const takeFiles = (files: readonly File[]) => {
    handOverFiles(files);
    route('/recordings/new');
  };
  const isOver = useFileDrop(takeFiles);
  const isEmpty = value !== undefined && sumOf(value.counts) === 0 && asked === '' && query === '';
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
            <GroupFilter counts={value?.counts} chosen={group} onChoose={setGroup} />
          </div>
          {value ? (
            <Found
              recordings={value.recordings}
              total={group === 'all' ? sumOf(value.counts) : value.counts[group]}
              query={asked}
              busy={loading}
              onMore={value.next === null ? undefined : () => setPages(pages + 1)}
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

function Found(props: {
  recordings: readonly RecordingSummary[];
  total: number;
  query: string;
  busy: boolean;
  onMore: (() => void) | undefined;
  onShowAll: () => void;
}) {
  const { recordings, total, query } = props;
  return (
    <>
      <section class="card" aria-label={t('caption')}>
        <p class="unseen" role="status">
          {t('count', { count: total })}
        </p>
        {recordings.length > 0 ? (
          <RecordingTable recordings={recordings} />
        ) : (
          <EmptyState
            title={query === '' ? t('none.ofGroup') : t('none.title', { query })}
            actions={<Button onClick={props.onShowAll}>{t('none.action')}</Button>}
          >
            {t(query === '' ? 'none.textOfGroup' : 'none.text')}
          </EmptyState>
        )}
      </section>
      {props.onMore && (
        <div class="library-more">
          <Button busy={props.busy} onClick={props.onMore}>
            {t('more')}
          </Button>
          <p class="quiet figures">{t('shown', { count: recordings.length, total })}</p>
        </div>
      )}
    </>
  );
}

function GroupFilter(props: {
  counts: Counts | undefined;
  chosen: StateGroup;
  onChoose: (group: StateGroup) => void;
}) {
  const { counts } = props;
  const countOf = (group: StateGroup) => (group === 'all' ? sumOf(counts ?? {}) : (counts?.[group] ?? 0));
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

type Recordings = z.infer<typeof recordingsSchema>;
type Counts = Recordings['counts'];

/** As many pages as are shown, as one: a refresh renews all of them. */
async function fetchPages(
  { query, group }: { query: string; group: StateGroup },
  pages: number,
  signal: AbortSignal,
): Promise<Recordings> {
  const wanted = new URLSearchParams({
    query,
    limit: String(pageSize),
    ...(group === 'all' ? {} : { group }),
  });
  const first = await api.get(`/api/recordings?${wanted.toString()}`, recordingsSchema, { signal });
  const recordings = [...first.recordings];
  let { next } = first;
  for (let page = 1; page < pages && next !== null; page++) {
    wanted.set('after', next);
    const more = await api.get(`/api/recordings?${wanted.toString()}`, recordingsSchema, { signal });
    recordings.push(...more.recordings);
    next = more.next;
  }
  return { ...first, recordings, next };
}

function sumOf(counts: Partial<Counts>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Fast while something is at work, slowly otherwise: a colleague may be at work too. */
function refreshMs(recordings: readonly RecordingSummary[] | undefined): number {
  return recordings?.some((recording) => stateGroupOf(recording) === 'working') ? 2000 : 20_000;
}
