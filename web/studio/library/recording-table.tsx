import type { RecordingSummary } from '../../../domain/api/recording.ts';
import { Badge } from '../../ui/badge.tsx';
import { formatNumber } from '../../ui/format.ts';
import { texts } from '../../ui/i18n.ts';
import { Progress } from '../../ui/progress.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { Clock, Time } from '../../ui/time.tsx';
import en from '../locales/en/library.json' with { type: 'json' };
import { Poster } from './poster.tsx';
import { stateSentence } from './recording-state.ts';

const t = texts('library', en);

const columns: readonly Column<RecordingSummary>[] = [
  {
    key: 'recording',
    heading: t('columns.recording'),
    alone: true,
    cell: (recording) => (
      <a class="library-title" href={pageOf(recording)}>
        <Poster url={recording.posterUrl} hasPicture={recording.hasPicture} />
        <span class="library-name">{recording.title || t('untitled')}</span>
      </a>
    ),
  },
  {
    key: 'state',
    heading: t('columns.state'),
    alone: true,
    cell: (recording) => <State recording={recording} />,
  },
  {
    key: 'length',
    heading: t('columns.length'),
    end: true,
    nowrap: true,
    cell: ({ durationMs }) => (durationMs === null ? <Unknown /> : <Clock ms={durationMs} />),
  },
  {
    key: 'chapters',
    heading: t('columns.chapters'),
    end: true,
    cell: ({ chapterCount }) => (chapterCount === 0 ? <Unknown /> : formatNumber(chapterCount)),
  },
  {
    key: 'updated',
    heading: t('columns.updated'),
    end: true,
    nowrap: true,
    cell: ({ updatedAt }) => <Time at={updatedAt} />,
  },
];

/** Recordings as rows, or as cards where it is narrow. */
export function RecordingTable({ recordings }: { recordings: readonly RecordingSummary[] }) {
  return (
    <div class="library-table">
      <Table caption={t('caption')} columns={columns} rows={recordings} rowKey={({ id }) => id} />
    </div>
  );
}

function State({ recording }: { recording: RecordingSummary }) {
  const { tone, words } = stateSentence(recording);
  return (
    <div class="library-state">
      <Badge tone={tone}>{words}</Badge>
      {recording.state === 'cutting' && recording.chapterCount > 0 && (
        <Progress value={recording.chaptersReady / recording.chapterCount} label={words} />
      )}
    </div>
  );
}

/** A dash in a table; left out of a card. */
function Unknown() {
  return <span class="library-unknown">{t('unknown')}</span>;
}

/** The module once there is one to work on, else the recording. */
function pageOf({ id, moduleId, state }: RecordingSummary): string {
  return moduleId !== null && state === 'ready' ? `/modules/${moduleId}` : `/recordings/${id}`;
}
