import en from './locales/en/ui.json' with { type: 'json' };
import { texts } from './i18n.ts';
import './progress.css';

const t = texts('ui', en);

/** How far something is, 0 to 1; `label` says what it is. */
export function Progress(props: {
  value: number;
  label: string;
  tone?: 'accent' | 'good' | 'bad' | undefined;
}) {
  const share = Math.min(1, Math.max(0, props.value));
  return (
    <span
      class={`progress progress-${props.tone ?? 'accent'}`}
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
    >
      <span class="progress-fill" style={{ transform: `scaleX(${share})` }} />
    </span>
  );
}

/** Turns while something is at work. Never the whole message: words stand beside it. */
export function Spinner() {
  return <span class="spinner" aria-hidden="true" />;
}

/** An empty bar in the place of what is being fetched; unseen for its first 300 ms. */
export function Skeleton({ height, width = '100%' }: { height: number; width?: string }) {
  return <span class="skeleton" style={{ height: `${height}px`, width }} />;
}

/** A page or panel that is being fetched: bars of the given heights, and a word for screen readers. */
export function Waiting({ bars = [28, 120, 120] }: { bars?: readonly number[] }) {
  return (
    <div class="waiting" role="status">
      <span class="unseen">{t('busy')}</span>
      {bars.map((height, index) => (
        <Skeleton key={index} height={height} />
      ))}
    </div>
  );
}
