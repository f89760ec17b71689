import { useState } from 'preact/hooks';
import { embedSchema, embedsSchema, type Embed } from '../../../domain/api/embed.ts';
import type { Module } from '../../../domain/api/module.ts';
import { nothing } from '../../ui/api.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useResource } from '../../ui/use-resource.ts';
import { api } from '../shell/session.ts';
import { t } from './share-texts.ts';

/** The public pages of a module: what is open, and opening and closing them. */
export function PublicPages({ module }: { module: Module }) {
  const address = `/api/modules/${module.id}/embeds`;
  const pages = useResource((signal) => api.get(address, embedsSchema, { signal }), [module.id]);
  const [target, setTarget] = useState('');
  const open = useAction(async () => {
    await api.post(address, embedSchema, { body: { chapterId: target === '' ? null : target } });
    await pages.reload();
    showToast({ message: t('page.opened') });
  });
  const close = useAction(async (id: string) => {
    await api.delete(`/api/embeds/${id}`, nothing);
    await pages.reload();
    showToast({ message: t('page.closed') });
  });
  const failure = open.failure ?? close.failure ?? pages.failure;
  const embeds = pages.value?.embeds ?? [];
  return (
    <section>
      <h3>{t('page.title')}</h3>
      <p>{t('page.text')}</p>
      {failure !== undefined && <Notice tone="bad" title={failure} />}
      {pages.value !== undefined && embeds.length === 0 && <p class="quiet">{t('page.none')}</p>}
      {embeds.map((embed) => (
        <OpenPage
          key={embed.id}
          embed={embed}
          title={titleOf(module, embed)}
          onClose={() => void close.run(embed.id)}
        />
      ))}
      <div class="share-open">
        <SelectField
          label={t('page.what')}
          value={target}
          options={[
            { value: '', label: t('page.module') },
            ...module.chapters.map(({ id, title }) => ({ value: id, label: title })),
          ]}
          onChange={setTarget}
        />
        <Button busy={open.busy} onClick={() => void open.run()}>
          {t('page.open')}
        </Button>
      </div>
    </section>
  );
}

function OpenPage({ embed, title, onClose }: { embed: Embed; title: string; onClose: () => void }) {
  return (
    <div class="share-page">
      <p class="strong">{title}</p>
      <CopyField label={t('page.code')} value={embed.html} />
      <CopyField label={t('page.address')} value={embed.url} />
      <div>
        <Button small label={t('page.closeOne', { title })} onClick={onClose}>
          {t('page.close')}
        </Button>
      </div>
    </div>
  );
}

function titleOf(module: Module, { chapterId }: Embed): string {
  return module.chapters.find(({ id }) => id === chapterId)?.title ?? t('page.module');
}
