import { z } from 'zod';

/** A module (no chapter) or one of its chapters: what an LTI link of ours points at. */
export interface Placement {
  moduleId: string;
  chapterId: string | undefined;
}

/** Every address that a platform knows of us. `redirectUri` is a constant: never from a request (rule 4). */
export function toolAddresses(publicUrl: string) {
  const launchUrl = `${publicUrl}/lti/launch`;
  return {
    loginUrl: `${publicUrl}/lti/login`,
    launchUrl,
    redirectUri: launchUrl,
    jwksUrl: `${publicUrl}/lti/jwks`,
    registerUrl: `${publicUrl}/lti/register`,
    /** With the port, as Moodle compares it with target_link_uri's. */
    get domain() {
      return new URL(publicUrl).host;
    },
  };
}

/**
 * Where an organisation's keys alone are published: its LMSs take no other organisation's. `jwksUrl` shows all, for those
 * that were registered with it.
 */
export function organisationJwksUrl(publicUrl: string, organisationId: string): string {
  return `${toolAddresses(publicUrl).jwksUrl}/${organisationId}`;
}

/** Where Canvas finds all this in its own form, with the organisation's keys (registration/canvas-configuration.ts). */
export function canvasConfigurationUrl(publicUrl: string, organisationId: string): string {
  return `${publicUrl}/lti/canvas/${organisationId}`;
}

/** The address of one placement: distinct for each, because custom parameters get lost in some exports (rule 25). */
export function placementUrl(publicUrl: string, { moduleId, chapterId }: Placement): string {
  const url = new URL(toolAddresses(publicUrl).launchUrl);
  url.searchParams.set('module', moduleId);
  if (chapterId !== undefined) url.searchParams.set('chapter', chapterId);
  return url.href;
}

/** The same as custom parameters. */
export function placementCustom({ moduleId, chapterId }: Placement): Record<string, string> {
  return { module_id: moduleId, ...(chapterId === undefined ? {} : { chapter_id: chapterId }) };
}

/** Whether an address is our launch address, whatever its query (rule 6). */
export function isOurTarget(publicUrl: string, targetLinkUri: string): boolean {
  const ours = new URL(toolAddresses(publicUrl).launchUrl);
  const url = URL.parse(targetLinkUri);
  return url?.origin === ours.origin && url.pathname === ours.pathname;
}

const named = z.object({ module: z.uuid(), chapter: z.uuid().optional() });

/** What a launch names: its custom parameters, or else its target's query; undefined when neither does. */
export function readPlacement(
  targetLinkUri: string,
  custom: Readonly<Record<string, unknown>>,
): Placement | undefined {
  const query = new URL(targetLinkUri).searchParams;
  const byCustom = named.safeParse({ module: custom['module_id'], chapter: custom['chapter_id'] });
  const byQuery = named.safeParse({
    module: query.get('module'),
    chapter: query.get('chapter') ?? undefined,
  });
  const placement = byCustom.success ? byCustom.data : byQuery.data;
  return placement && { moduleId: placement.module, chapterId: placement.chapter };
}
