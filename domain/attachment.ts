import { z } from 'zod';

/** What a downloadable file is for. Opening a `template` can be part of completing a chapter. */
export const attachmentKindSchema = z.enum(['template', 'handout', 'guide']);
export type AttachmentKind = z.infer<typeof attachmentKindSchema>;
