import { useState } from 'preact/hooks';
import { Check, Pencil, RefreshCw, Trash2 } from 'lucide-preact';
import { platformSchema, type Platform } from '../../../domain/api/platform.ts';
import { sentenceOf } from '../../ui/api.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { texts } from '../../ui/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAction } from '../../ui/use-action.ts';
import en from '../locales/en/platforms.json' with { type: 'json' };
import { api } from '../shell/session.ts';
import { DeletePlatformDialog } from './delete-platform-dialog.tsx';
import { EditPlatformDialog } from './edit-platform-dialog.tsx';
import { PlatformChecks } from './platform-checks.tsx';
import { PlatformDeployments } from './platform-deployments.tsx';
import { UpdateRegistrationButton } from './platform-registration.tsx';
import { wordsOfScopes } from './scope-words.ts';
import '../../ui/disclosure.css';

const t = texts('platforms', en);

/** One LMS: who it is, what has worked and when, and what an administrator can do with it. */
export function PlatformCard(props: {
  platform: Platform;
  onChange: (platform: Platform) => void;
  onGone: () => void;
}) {
  const { platform, onChange } = props;
  const [dialog, setDialog] = useState<'edit' | 'delete'>();
  const titleId = `platform-${platform.id}`;
  return (
    <section class="card platform" aria-labelledby={titleId}>
      <div class="platform-head">
        <div class="grow">
          <h2 id={titleId}>{nameOf(platform)}</h2>
          <p class="quiet">
            {platform.issuer} · {t(`registered.${platform.registeredBy}`)} ·{' '}
            {platform.publicationCount > 0
              ? t('publications', { count: platform.publicationCount })
              : t('noPublications')}
          </p>
        </div>
        {platform.state !== 'pending' && (
          <Badge tone={platform.state === 'active' ? 'good' : 'quiet'} pill>
            {t(`state.${platform.state}`)}
          </Badge>
        )}
      </div>
      <div class="platform-body">
        {platform.state === 'pending' && <Pending {...props} />}
        <PlatformChecks checks={platform.checks} />
        {platform.grantedScopes && (
          <p class="quiet">
            {t('granted', { scopes: wordsOfScopes(platform.grantedScopes) || t('grantedNothing') })}
          </p>
        )}
        <PlatformDeployments platform={platform} onChange={onChange} />
        <details class="disclosure">
          <summary>{t('details')}</summary>
          <dl class="facts platform-facts">
            {(['issuer', 'clientId', 'authUrl', 'tokenUrl', 'jwksUrl', 'tokenAudience'] as const).map(
              (field) => (
                <div key={field}>
                  <dt>{t(`fields.${field}`)}</dt>
                  <dd>
                    <code>{platform[field]}</code>
                  </dd>
                </div>
              ),
            )}
          </dl>
        </details>
      </div>
      <div class="platform-foot">
        <TestButton platform={platform} onChange={onChange} />
        {platform.hasRegistration && <UpdateRegistrationButton platform={platform} name={nameOf(platform)} />}
        {platform.state !== 'pending' && <SwitchButton platform={platform} onChange={onChange} />}
        <span class="grow" />
        <IconButton icon={Pencil} label={of('edit', platform)} onClick={() => setDialog('edit')} />
        <IconButton icon={Trash2} label={of('delete', platform)} onClick={() => setDialog('delete')} />
      </div>
      {dialog === 'edit' && (
        <EditPlatformDialog platform={platform} onChange={onChange} onClose={() => setDialog(undefined)} />
      )}
      {dialog === 'delete' && (
        <DeletePlatformDialog
          platform={platform}
          onGone={props.onGone}
          onClose={() => setDialog(undefined)}
        />
      )}
    </section>
  );
}

/** What a platform is called: its name, else the host of its address. */
function nameOf(platform: Platform): string {
  return platform.name || platform.issuer.replace(/^https?:\/\//, '');
}

/** Asks the service to change a platform. */
function patchPlatform(platform: Platform, body: object): Promise<Platform> {
  return api.patch(`/api/platforms/${platform.id}`, platformSchema, { body });
}

function Pending(props: { platform: Platform; onChange: (platform: Platform) => void; onGone: () => void }) {
  const { platform } = props;
  const approve = useAction(async () => {
    props.onChange(await patchPlatform(platform, { state: 'active' }));
    showToast({ message: t('done.approved', { name: nameOf(platform) }) });
  });
  return (
    <Notice tone="warn" title={t('state.pending')}>
      <p>{t('pendingText')}</p>
      {approve.failure && <p role="alert">{approve.failure}</p>}
      <Button variant="primary" icon={Check} busy={approve.busy} onClick={() => void approve.run()}>
        {t(approve.busy ? 'actions.approving' : 'actions.approve')}
      </Button>
    </Notice>
  );
}

function TestButton(props: { platform: Platform; onChange: (platform: Platform) => void }) {
  const { platform } = props;
  const test = useAction(async () => {
    try {
      props.onChange(await api.post(`/api/platforms/${platform.id}/test`, platformSchema));
    } catch (error) {
      showToast({ message: sentenceOf(error), tone: 'bad' });
    }
  });
  return (
    <Button
      small
      icon={RefreshCw}
      busy={test.busy}
      label={of('test', platform)}
      onClick={() => void test.run()}
    >
      {t(test.busy ? 'actions.testing' : 'actions.test')}
    </Button>
  );
}

function SwitchButton(props: { platform: Platform; onChange: (platform: Platform) => void }) {
  const { platform } = props;
  const isActive = platform.state === 'active';
  const change = async (state: 'active' | 'disabled'): Promise<void> => {
    try {
      props.onChange(await patchPlatform(platform, { state }));
      const name = nameOf(platform);
      if (state === 'active') showToast({ message: t('done.enabled', { name }) });
      else showToast({ message: t('done.disabled', { name }), undo: () => void change('active') });
    } catch (error) {
      showToast({ message: sentenceOf(error), tone: 'bad' });
    }
  };
  return (
    <Button
      small
      variant="quiet"
      label={of(isActive ? 'disable' : 'enable', platform)}
      onClick={() => void change(isActive ? 'disabled' : 'active')}
    >
      {t(isActive ? 'actions.disable' : 'actions.enable')}
    </Button>
  );
}

function of(action: 'edit' | 'delete' | 'test' | 'disable' | 'enable', platform: Platform): string {
  return t('actions.of', { action: t(`actions.${action}`), name: nameOf(platform) });
}
