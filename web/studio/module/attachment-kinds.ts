import { attachmentKindSchema, type AttachmentKind } from '../../../domain/attachment.ts';
import { t } from './texts.ts';

/** All kinds of attachments with their names. */
export function kindOptions(): { value: AttachmentKind; label: string }[] {
  return attachmentKindSchema.options.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }));
}
