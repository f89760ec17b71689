import { formatTime } from '../../ui/format.ts';
import { texts } from '../../ui/i18n.ts';
import { Clock } from '../../ui/time.tsx';
import en from '../locales/en/recording.json' with { type: 'json' };
import { lengthOf, type OutlineDraft } from './outline-draft.ts';
import './draft-chapters.css';

const t = texts('recording', en);

/** The chapters that the outline makes: number, title, start, length, and their shares of the whole as a strip. */
export function DraftChapters({ draft, durationMs }: { draft: OutlineDraft; durationMs: number | null }) {
  const { chapters } = draft;
  if (chapters.length === 0) {
    return draft.isEmpty ? <p class="quiet">{t('outline.none')}</p> : null;
  }
  const count = t('outline.count', { count: chapters.length });
  const total = durationMs === null ? count : t('outline.total', { count, length: formatTime(durationMs) });
  return (
    <div>
      <h3 class="draft-title">{total}</h3>
      <ol class="draft-chapters">
        {chapters.map((chapter, index) => (
          <li key={index} class="draft-chapter">
            <span class="draft-index figures">{index + 1}</span>
            <span class="draft-name">{chapter.title}</span>
            <span class="draft-start">
              <Clock ms={chapter.startMs} />
            </span>
            <span class="draft-length figures">{lengthOf(chapter) ?? t('outline.toEnd')}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
