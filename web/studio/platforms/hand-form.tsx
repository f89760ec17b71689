import { useState } from 'preact/hooks';
import { addPlatformSchema, platformSchema, type Platforms } from '../../../domain/api/platform.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { focusFirstError } from '../../ui/focus-first-error.ts';
import { texts } from '../../ui/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAction } from '../../ui/use-action.ts';
import en from '../locales/en/platforms.json' with { type: 'json' };
import { api } from '../shell/session.ts';
import { presets, type Preset } from './presets.ts';

const t = texts('platforms', en);

const blank = {
  name: '',
  issuer: '',
  clientId: '',
  deploymentId: '',
  authUrl: '',
  tokenUrl: '',
  jwksUrl: '',
};
type Values = typeof blank;
type FieldName = keyof Values;
const fields: readonly FieldName[] = [
  'name',
  'issuer',
  'clientId',
  'deploymentId',
  'authUrl',
  'tokenUrl',
  'jwksUrl',
];

/** Registers an LMS by hand: what to give it, ready to copy, and what to take from it. */
export function HandForm(props: { tool: Platforms['tool']; onAdded: () => void; onClose: () => void }) {
  const [preset, setPreset] = useState<Preset>('moodle');
  const [values, setValues] = useState<Values>(blank);
  const [touched, setTouched] = useState<ReadonlySet<FieldName>>(new Set());
  const [errors, setErrors] = useState<Record<string, string>>({});
  const add = useAction(async (body: object) => {
    const platform = await api.post('/api/platforms', platformSchema, { body });
    showToast({ message: t('done.added', { name: platform.name || platform.issuer }) });
    props.onAdded();
    props.onClose();
  });
  const shown = { ...values, ...untouched(presets[preset](values.issuer), touched) };
  const submit = (event: Event) => {
    event.preventDefault();
    const parsed = addPlatformSchema.safeParse(shown);
    setErrors(
      parsed.success
        ? {}
        : Object.fromEntries(parsed.error.issues.map((issue) => toFieldError(issue, shown))),
    );
    if (parsed.success) void add.run(parsed.data);
    else focusFirstError(event.currentTarget);
  };
  return (
    <form class="stack-24" noValidate onSubmit={submit}>
      <fieldset class="stack">
        <legend class="hand-title">{t('hand.give')}</legend>
        <ToolValues tool={props.tool} />
      </fieldset>
      <fieldset class="stack">
        <legend class="hand-title">{t('hand.take')}</legend>
        {add.failure && Object.keys(add.fields).length === 0 && <Notice tone="bad" title={add.failure} />}
        <SelectField
          label={t('hand.preset')}
          hint={t('hand.presetHint')}
          value={preset}
          options={(['moodle', 'canvas', 'other'] as const).map((value) => ({
            value,
            label: t(`hand.${value}`),
          }))}
          onChange={setPreset}
        />
        {fields.map((field) => (
          <TextField
            key={field}
            label={t(`fields.${field}`)}
            hint={field === 'name' ? t('fields.nameHint') : undefined}
            optional={field === 'name'}
            mono={field !== 'name'}
            spellcheck={false}
            value={shown[field]}
            error={errors[field] ?? add.fields[field]}
            onInput={(value) => {
              setTouched(new Set([...touched, field]));
              setValues({ ...values, [field]: value });
            }}
          />
        ))}
      </fieldset>
      <div class="row hand-foot">
        <Button variant="primary" type="submit" busy={add.busy}>
          {t(add.busy ? 'hand.busy' : 'hand.submit')}
        </Button>
      </div>
    </form>
  );
}

function ToolValues({ tool }: { tool: Platforms['tool'] }) {
  return (
    <>
      {(['launchUrl', 'loginUrl', 'jwksUrl', 'deepLinkingUrl'] as const).map((name) => (
        <CopyField key={name} label={t(`hand.${name}`)} value={tool[name]} />
      ))}
      {tool.redirectUris.map((uri) => (
        <CopyField key={uri} label={t('hand.redirectUris')} value={uri} />
      ))}
      <CopyField label={t('hand.domain')} value={tool.domain} />
      <CopyField label={t('hand.scopes')} value={tool.scopes.join(' ')} />
    </>
  );
}

/** What a preset knows, except where the person has typed something else. */
function untouched(known: Partial<Values>, touched: ReadonlySet<FieldName>): Partial<Values> {
  return Object.fromEntries(
    fields.flatMap((field) =>
      known[field] === undefined || touched.has(field) ? [] : [[field, known[field]]],
    ),
  );
}

function toFieldError(issue: { path: PropertyKey[]; message: string }, values: Values): [string, string] {
  const name = String(issue.path[0]);
  const field = fields.find((one) => one === name);
  const isEmpty = field !== undefined && values[field].trim() === '';
  return [name, isEmpty ? t('fields.missing') : issue.message];
}
