import { z } from 'zod';
import { LaunchError } from '../lti-error.ts';

/** The settings of a deep linking request that count for us (Deep Linking 2.0 §4.4.1), as kept with the launch. */
export const deepLinkingSettingsSchema = z.object({
  deep_link_return_url: z.url({ protocol: /^https?$/ }).max(4000),
  accept_types: z.array(z.string()),
  accept_presentation_document_targets: z.array(z.string()).catch([]),
  /** Absent: one item (rule 24). */
  accept_multiple: z.boolean().catch(false),
  /** Absent: line items are sent and not counted on. */
  accept_lineitem: z.boolean().catch(true),
  /** Goes back as it came; absent is not the same as empty. */
  data: z.unknown().optional(),
});
export type DeepLinkingSettings = z.infer<typeof deepLinkingSettingsSchema>;

/** Reads the settings claim. Throws `LaunchError`: missing, a return address that is not https, or no LTI links taken. */
export function readDeepLinkingSettings(
  settings: unknown,
  { allowHttp }: { allowHttp: boolean },
): DeepLinkingSettings {
  const parsed = deepLinkingSettingsSchema.safeParse(settings);
  if (!parsed.success) {
    throw new LaunchError(
      'deep-linking-settings-malformed',
      'The LMS did not say where the choice should go.',
    );
  }
  const { deep_link_return_url: returnUrl, accept_types: types } = parsed.data;
  if (!allowHttp && !returnUrl.startsWith('https:')) {
    throw new LaunchError('return-url-not-https', 'The LMS wants the choice sent over http.');
  }
  if (!types.includes('ltiResourceLink')) {
    throw new LaunchError(
      'content-type-not-accepted',
      'This place in the LMS takes no activities of this service.',
    );
  }
  return parsed.data;
}
