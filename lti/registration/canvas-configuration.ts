import { clientName, clientDescription } from './tool-registration.ts';
import { organisationJwksUrl, toolAddresses } from '../tool-addresses.ts';
import { messageType, wantedScopes } from '../vocabulary.ts';

/** Where a teacher in Canvas may open the picker: an assignment, a module's items, the menus of both pages. */
const placements = [
  'assignment_selection',
  'link_selection',
  'module_index_menu_modal',
  'course_assignments_menu',
] as const;

/** What Canvas fetches for an LTI key by the method “Enter URL” (its “JSON configuration”): a registration by hand in one address. */
export function canvasConfiguration(publicUrl: string, organisationId: string): Record<string, unknown> {
  const { loginUrl, launchUrl, redirectUri, domain } = toolAddresses(publicUrl);
  return {
    title: clientName,
    description: clientDescription,
    oidc_initiation_url: loginUrl,
    target_link_uri: launchUrl,
    redirect_uris: [redirectUri],
    public_jwk_url: organisationJwksUrl(publicUrl, organisationId),
    scopes: wantedScopes,
    extensions: [
      {
        platform: 'canvas.instructure.com',
        domain,
        tool_id: 'afterclass',
        privacy_level: 'public',
        settings: {
          text: clientName,
          placements: placements.map((placement) => ({
            placement,
            text: `Choose from ${clientName}`,
            message_type: messageType.deepLinking,
            target_link_uri: launchUrl,
            enabled: true,
          })),
        },
      },
    ],
  };
}
