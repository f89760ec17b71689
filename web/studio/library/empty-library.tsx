import { FileVideo } from 'lucide-preact';
import { FileButton } from '../../ui/file-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { texts } from '../../ui/i18n.ts';
import en from '../locales/en/library.json' with { type: 'json' };

const t = texts('library', en);

/** What stands where no recording is: one drop area, and where a sample comes from. */
export function EmptyLibrary(props: { isOver: boolean; onFiles: (files: readonly File[]) => void }) {
  return (
    <div class={`drop-area${props.isOver ? ' drop-area-over' : ''}`}>
      <Icon of={FileVideo} size={32} />
      <h2>{t('empty.title')}</h2>
      <p>{t('empty.text')}</p>
      <FileButton variant="primary" multiple onFiles={props.onFiles}>
        {t('empty.choose')}
      </FileButton>
      <p class="small">{t('empty.sample')}</p>
    </div>
  );
}
