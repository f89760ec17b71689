import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../ui/button.tsx';
import { SearchField } from '../../ui/field.tsx';
import { formatTime } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { t } from '../texts.ts';
import { useCues, type Line } from './use-cues.ts';
import './transcript.css';

/** What the transcript of a chapter needs. */
export interface TranscriptProps {
  /** The chapter's player; null until it stands. */
  media: HTMLMediaElement | null;
  url: string;
}

/** All that is said, with a search: each line plays from its moment, and the one that is said is marked and kept in view. */
export function Transcript({ media, url }: TranscriptProps) {
  const { lines, now, state, retry } = useCues(media, url);
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLowerCase();
  const shown = [...lines.entries()].filter(
    ([, { speaker, text }]) => wanted === '' || `${speaker} ${text}`.toLowerCase().includes(wanted),
  );
  const list = useFollow(now, wanted === '');
  const playFrom = (line: Line) => {
    if (media === null) return;
    media.currentTime = line.startSeconds;
    // A browser may refuse: the picture stands at the line all the same.
    void media.play().catch(() => undefined);
  };
  if (state === 'failed') {
    return (
      <div class="card-body">
        <Notice tone="bad" title={t('transcript.failed')}>
          <Button small onClick={retry}>
            {t('trouble.retry')}
          </Button>
        </Notice>
      </div>
    );
  }
  return (
    <>
      <div class="transcript-tools">
        <SearchField label={t('transcript.search')} value={query} onInput={setQuery} />
        <p class="quiet small" role="status">
          {wanted !== '' && t('transcript.found', { count: shown.length })}
        </p>
      </div>
      <ol
        class="transcript-lines"
        ref={list}
        aria-busy={state === 'loading'}
        aria-label={t('transcript.title')}
      >
        {shown.map(([index, line], at) => (
          <li key={index}>
            <button
              type="button"
              class="transcript-line"
              aria-current={index === now ? 'true' : undefined}
              onClick={() => playFrom(line)}
            >
              <span class="transcript-time figures">{formatTime(line.startSeconds * 1000)}</span>
              <span>
                {line.speaker !== '' && line.speaker !== shown[at - 1]?.[1].speaker && (
                  <span class="transcript-speaker">
                    <Marked text={line.speaker} wanted={wanted} />:{' '}
                  </span>
                )}
                <Marked text={line.text} wanted={wanted} />
              </span>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

/** A text with what is searched for marked in it. */
function Marked({ text, wanted }: { text: string; wanted: string }) {
  const at = wanted === '' ? -1 : text.toLowerCase().indexOf(wanted);
  if (at < 0) return <>{text}</>;
  const end = at + wanted.length;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, end)}</mark>
      {text.slice(end)}
    </>
  );
}

/** Keeps the line that is said in view, inside the list alone, unless somebody is reading or moving in it. */
function useFollow(now: number, wanted: boolean) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const line = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (!wanted || !line || list.current?.matches(':hover, :focus-within')) return;
    list.current?.scrollTo({ top: line.offsetTop - list.current.clientHeight / 3 });
  }, [now, wanted]);
  return list;
}
