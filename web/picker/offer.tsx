import { useState } from 'preact/hooks';
import { BookOpen, SearchX } from 'lucide-preact';
import type { PickedItem, Picker } from '../../domain/api/picker.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { SearchField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { ModuleChoice } from './module-choice.tsx';
import { itemsOf, searchModules, type Selection } from './selection.ts';
import { t } from './texts.ts';

interface Props {
  picker: Picker;
  busy: boolean;
  failure: string | undefined;
  /** No items means cancel. */
  onHandOver: (items: readonly PickedItem[]) => void;
}

/** The published modules to choose from, what will be made of the choice, and one button that makes it. */
export function Offer({ picker, busy, failure, onHandOver }: Props) {
  const [selection, setSelection] = useState<Selection>(new Map());
  const [query, setQuery] = useState('');
  const found = searchModules(picker.modules, query);
  const items = itemsOf(picker.modules, selection);
  return (
    <form
      class="offer"
      onSubmit={(event) => {
        event.preventDefault();
        if (items.length > 0 && !busy) onHandOver(items);
      }}
    >
      <main class="picker">
        <header class="picker-head">
          <h1>
            {picker.contextTitle === '' ? t('titleNoCourse') : t('title', { course: picker.contextTitle })}
          </h1>
          <p class="quiet">
            {t(picker.acceptMultiple ? 'intro' : 'introOne', { platform: picker.platformName })}
          </p>
        </header>
        {picker.modules.length > 0 && <SearchField label={t('search')} value={query} onInput={setQuery} />}
        {picker.modules.length === 0 && (
          <EmptyState icon={BookOpen} title={t('empty.title')}>
            {t('empty.body')}
          </EmptyState>
        )}
        {picker.modules.length > 0 && found.length === 0 && (
          <EmptyState
            icon={SearchX}
            title={t('noMatch.title', { query })}
            actions={<Button onClick={() => setQuery('')}>{t('noMatch.clear')}</Button>}
          >
            {t('noMatch.body')}
          </EmptyState>
        )}
        {found.length > 0 && (
          <ul class="offered" aria-label={t('modules')}>
            {found.map((module) => (
              <li key={module.id}>
                <ModuleChoice
                  module={module}
                  isOnly={picker.modules.length === 1}
                  isFound={query.trim() !== ''}
                  multiple={picker.acceptMultiple}
                  selection={selection}
                  onSelect={setSelection}
                />
              </li>
            ))}
          </ul>
        )}
      </main>
      <footer class="picker-foot">
        {failure !== undefined && <Notice tone="bad" title={failure} />}
        <div class="picker-foot-row">
          <p class="picker-sum figures" role="status">
            {summaryOf(items.length, picker.acceptLineItem)}
          </p>
          <Button variant="quiet" disabled={busy} onClick={() => onHandOver([])}>
            {t('cancel')}
          </Button>
          <Button variant="primary" type="submit" busy={busy} disabled={items.length === 0}>
            {items.length === 0 ? t('addNone') : t('add', { count: items.length })}
          </Button>
        </div>
      </footer>
    </form>
  );
}

function summaryOf(count: number, acceptLineItem: boolean): string {
  if (count === 0) return t('nothingChosen');
  const columns = acceptLineItem ? t('columns', { count }) : t('noColumns');
  return `${t('activities', { count })}, ${columns}`;
}
