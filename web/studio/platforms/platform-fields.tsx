import { CheckField, TextArea, TextField } from '../../ui/field.tsx';
import { texts } from '../../ui/i18n.ts';
import en from '../locales/en/platforms.json' with { type: 'json' };
import type { PlatformValues } from './platform-values.ts';

const t = texts('platforms', en);

/** What is at work on a platform's fields. */
export interface PlatformFieldsProps {
  values: PlatformValues;
  errors: Record<string, string | undefined>;
  onChange: (changed: Partial<PlatformValues>) => void;
}

/** What the platform is called. */
export function NameField({
  values,
  errors,
  onChange,
  optional = false,
}: PlatformFieldsProps & { optional?: boolean }) {
  return (
    <TextField
      label={t('fields.name')}
      hint={t('fields.nameHint')}
      optional={optional}
      value={values.name}
      maxLength={200}
      error={errors['name']}
      onInput={(name) => onChange({ name })}
    />
  );
}

/** One of the ids and addresses that a platform is known by. */
export function AddressField(
  props: PlatformFieldsProps & {
    field: 'issuer' | 'clientId' | 'authUrl' | 'tokenUrl' | 'jwksUrl' | 'tokenAudience';
    optional?: boolean;
  },
) {
  const { field, values, errors, onChange } = props;
  return (
    <TextField
      label={t(`fields.${field}`)}
      hint={field === 'tokenAudience' ? t('fields.tokenAudienceHint') : undefined}
      optional={props.optional}
      mono
      spellcheck={false}
      value={values[field]}
      error={errors[field]}
      onInput={(value) => onChange({ [field]: value })}
    />
  );
}

/** Who may frame the pages, and whether nameless people may launch. */
export function AccessFields({ values, errors, onChange }: PlatformFieldsProps) {
  return (
    <>
      <TextArea
        label={t('fields.frameOrigins')}
        hint={t('fields.frameOriginsHint')}
        mono
        rows={3}
        spellcheck={false}
        value={values.frameOrigins}
        error={errors['frameOrigins']}
        onInput={(frameOrigins) => onChange({ frameOrigins })}
      />
      <CheckField
        label={t('fields.allowAnonymous')}
        hint={t('fields.allowAnonymousHint')}
        checked={values.allowAnonymous}
        onChange={(allowAnonymous) => onChange({ allowAnonymous })}
      />
    </>
  );
}
