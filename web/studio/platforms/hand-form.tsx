import { useState } from 'preact/hooks';
import { addPlatformSchema, platformSchema, type Platforms } from '../../../domain/api/platform.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { TextField } from '../../ui/field.tsx';
import { focusFirstError } from '../../ui/focus-first-error.ts';
import { texts } from '../../ui/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAction } from '../../ui/use-action.ts';
import en from '../locales/en/platforms.json' with { type: 'json' };
import { api } from '../shell/session.ts';
import { LmsSteps } from './lms-steps.tsx';
import { AccessFields, AddressField, NameField } from './platform-fields.tsx';
import { readPlatform, type PlatformValues } from './platform-values.ts';
import { isCloud, knownOf, valuesFor, type HandLms } from './presets.ts';

const t = texts('platforms', en);

const addresses = ['issuer', 'authUrl', 'tokenUrl', 'jwksUrl', 'tokenAudience'] as const;

/** Registers an LMS by hand: what to paste there, and what to take from it, filled in as far as it is known. */
export function HandForm(props: {
  lms: HandLms;
  tool: Platforms['tool'];
  onAdded: () => void;
  onClose: () => void;
}) {
  const { lms, tool } = props;
  const [site, setSite] = useState('');
  const [deploymentId, setDeploymentId] = useState('');
  /** What the person typed: it stands against what is known. */
  const [typed, setTyped] = useState<Partial<PlatformValues>>({});
  const [errors, setErrors] = useState<Record<string, string>>({});
  const add = useAction(async (body: object) => {
    const platform = await api.post('/api/platforms', platformSchema, { body });
    showToast({ message: t('done.added', { name: platform.name || platform.issuer }) });
    props.onAdded();
    props.onClose();
  });
  const values = { ...knownOf(lms, site, typed.clientId ?? ''), ...typed };
  const submit = (event: Event) => {
    event.preventDefault();
    const read = readPlatform(addPlatformSchema, { ...values, deploymentId });
    const isFramed = !isCloud(lms) || values.frameOrigins.trim() !== '';
    setErrors({
      ...('errors' in read && read.errors),
      ...(!isFramed && { site: t('fields.missing') }),
    });
    if ('body' in read && isFramed) void add.run(read.body);
    else focusFirstError(event.currentTarget);
  };
  const fields = {
    values,
    errors: { ...add.fields, ...errors },
    onChange: (changed: Partial<PlatformValues>) => setTyped({ ...typed, ...changed }),
  };
  const lmsName = t(`lms.${lms}.name`);
  return (
    <form class="stack-24" noValidate onSubmit={submit}>
      <fieldset class="stack">
        <legend class="hand-title">
          {t('hand.give', { lms: lms === 'other' ? t('hand.yourLms') : lmsName })}
        </legend>
        <LmsSteps steps={[t(`lms.${lms}.hand.one`), t(`lms.${lms}.hand.two`)]} />
        {valuesFor(lms, tool).map(({ label, value }) => (
          <CopyField key={label} label={label} value={value} />
        ))}
      </fieldset>
      <fieldset class="stack">
        <legend class="hand-title">{t('hand.take')}</legend>
        <LmsSteps steps={[t(`lms.${lms}.hand.three`)]} from={3} />
        {add.failure && Object.keys(add.fields).length === 0 && <Notice tone="bad" title={add.failure} />}
        <TextField
          label={lms === 'other' ? t('hand.siteOfYours') : t('hand.site', { lms: lmsName })}
          hint={t(isCloud(lms) ? 'hand.siteFrames' : 'hand.siteFills')}
          mono
          type="url"
          spellcheck={false}
          value={site}
          error={errors['site']}
          onInput={setSite}
        />
        <AddressField field="clientId" {...fields} />
        <TextField
          label={t('fields.deploymentId')}
          mono
          spellcheck={false}
          value={deploymentId}
          error={fields.errors['deploymentId']}
          onInput={setDeploymentId}
        />
        {addresses.map((field) => (
          <AddressField key={field} field={field} optional={field === 'tokenAudience'} {...fields} />
        ))}
        <AccessFields {...fields} />
        <NameField optional {...fields} />
      </fieldset>
      <div class="row hand-foot">
        <Button variant="primary" type="submit" busy={add.busy}>
          {t(add.busy ? 'hand.busy' : 'hand.submit')}
        </Button>
      </div>
    </form>
  );
}
