import { useState } from 'preact/hooks';
import { ExternalLink } from 'lucide-preact';
import { moduleSchema, type Module } from '../../../domain/api/module.ts';
import type { Link, LinkState } from '../../../domain/link.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { formatTime } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAction } from '../../ui/use-action.ts';
import { api } from '../shell/session.ts';
import { t } from './texts.ts';
import './session-panels.css';

/** The links of a chapter or of the whole module: those that learners see, and those that the chat offers. */
export function LinksPanel(props: {
  module: Module;
  chapterId: string | null;
  onSet: (module: Module) => void;
}) {
  const own = props.module.links.filter(({ chapterId }) => chapterId === props.chapterId);
  const inState = (wanted: LinkState): Link[] => own.filter(({ state }) => state === wanted);
  const change = useAction(async (link: Link, state: LinkState) => {
    props.onSet(await api.patch(`/api/links/${link.id}`, moduleSchema, { body: { state } }));
  });
  const set = async (link: Link, state: LinkState) => {
    const before = link.state;
    if (!(await change.run(link, state))) return;
    const { title } = link;
    const said =
      state === 'shown' ? 'links.isShown' : state === 'dismissed' ? 'links.isDismissed' : 'links.hidden';
    showToast({ message: t(said, { title }), undo: () => void change.run(link, before) });
  };
  return (
    <div class="stack">
      <Part title={t('links.shown')} links={inState('shown')}>
        {(link) => (
          <Button
            small
            variant="quiet"
            label={`${t('links.hide')}: ${link.title}`}
            onClick={() => void set(link, 'offered')}
          >
            {t('links.hide')}
          </Button>
        )}
      </Part>
      <Part title={t('links.offered')} hint={t('links.offeredText')} links={inState('offered')}>
        {(link) => (
          <>
            <Button small label={`${t('links.show')}: ${link.title}`} onClick={() => void set(link, 'shown')}>
              {t('links.show')}
            </Button>
            <Button
              small
              variant="quiet"
              label={`${t('links.dismiss')}: ${link.title}`}
              onClick={() => void set(link, 'dismissed')}
            >
              {t('links.dismiss')}
            </Button>
          </>
        )}
      </Part>
      <Part title={t('links.dismissed')} links={inState('dismissed')}>
        {(link) => (
          <Button
            small
            label={`${t('links.restore')}: ${link.title}`}
            onClick={() => void set(link, 'offered')}
          >
            {t('links.restore')}
          </Button>
        )}
      </Part>
      <NewLink {...props} />
    </div>
  );
}

function Part(props: {
  title: string;
  hint?: string;
  links: readonly Link[];
  children: (link: Link) => preact.ComponentChildren;
}) {
  if (props.links.length === 0) return null;
  return (
    <section aria-label={props.title}>
      <h2 class="session-heading">{props.title}</h2>
      {props.hint !== undefined && <p class="quiet">{props.hint}</p>}
      <ul class="session-list">
        {props.links.map((link) => (
          <li class="session-item" key={link.id}>
            <a
              class="session-link"
              href={link.url}
              target="_blank"
              rel="noopener noreferrer"
              title={t('links.open', { title: link.title })}
            >
              <Icon of={ExternalLink} size={14} />
              <span>{link.title}</span>
            </a>
            <p class="quiet session-facts">
              <span>{link.url}</span>
              {link.atMs !== null && <span>{t('links.shared', { time: formatTime(link.atMs) })}</span>}
            </p>
            <div class="session-actions">{props.children(link)}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function NewLink({
  module,
  chapterId,
  onSet,
}: {
  module: Module;
  chapterId: string | null;
  onSet: (module: Module) => void;
}) {
  const [url, setUrl] = useState('');
  const [title, setTitle] = useState('');
  const add = useAction(async () => {
    const body = { url, title, chapterId };
    onSet(await api.post(`/api/modules/${module.id}/links`, moduleSchema, { body }));
    setUrl('');
    setTitle('');
  });
  return (
    <form
      class="session-item session-new"
      onSubmit={(event) => {
        event.preventDefault();
        if (url.trim() !== '') void add.run();
      }}
    >
      <TextField
        label={t('links.address')}
        hint={t('links.addressHint')}
        inputMode="url"
        value={url}
        error={add.failure}
        onInput={setUrl}
      />
      <TextField label={t('links.title')} optional value={title} maxLength={300} onInput={setTitle} />
      <div>
        <Button small type="submit" busy={add.busy} disabled={url.trim() === ''}>
          {t('links.add')}
        </Button>
      </div>
    </form>
  );
}
