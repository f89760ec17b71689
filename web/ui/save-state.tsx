import { Check, CloudAlert } from 'lucide-preact';
import en from './locales/en/ui.json' with { type: 'json' };
import { formatClock } from './format.ts';
import { texts } from './i18n.ts';
import { Icon } from './icon.tsx';
import type { SaveState } from './use-autosave.ts';
import './save-state.css';

const t = texts('ui', en);

/** "Saved 10:32", "Saving", or why it is not saved; keeps its place while it says nothing. */
export function SaveStateLine({ state }: { state: SaveState }) {
  return (
    <span class={`save-state save-${state.kind}`} role="status">
      {state.kind === 'saving' && t('saving')}
      {state.kind === 'saved' && (
        <>
          <Icon of={Check} size={14} /> {t('saved', { time: formatClock(state.at) })}
        </>
      )}
      {state.kind === 'failed' && (
        <>
          <Icon of={CloudAlert} size={14} /> {t('notSaved')}: {state.sentence}
        </>
      )}
    </span>
  );
}
