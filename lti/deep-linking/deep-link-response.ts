import { SignJWT } from 'jose';
import type { PickedItem } from '../../domain/api/picker.ts';
import { NotFoundError } from '../../domain/app-error.ts';
import { moduleScore } from '../../domain/completion.ts';
import { findLaunchParties, takeDeepLinking } from '../../storage/launches.ts';
import { findPlacedModule, type PlacedChapter, type PlacedModule } from '../../storage/placed-modules.ts';
import { deepLinkingSettingsSchema, type DeepLinkingSettings } from './deep-linking-settings.ts';
import { lineItemTag, resourceIdOf } from '../services/line-items.ts';
import type { Lti } from '../lti.ts';
import { LtiRequestError } from '../lti-error.ts';
import { newSecret } from '../keys/secrets.ts';
import { placementCustom, placementUrl, type Placement } from '../tool-addresses.ts';
import { claim, messageType } from '../vocabulary.ts';

/** The picker's launch, as its session tells it. */
export interface PickingLaunch {
  id: string;
  organisationId: string;
  deepLinking: Record<string, unknown> | null;
}

const responseSeconds = 300;

/**
 * The signed answer to a deep linking request, to be posted by the same browser as form field `JWT` to `returnUrl` (Deep
 * Linking 2.0 §4.5, rules 23–26). No items means cancel. Its settings are used up. Throws `LtiRequestError`:
 * `selection-used` (409), `one-item-only`, or `NotFoundError` for what is not the organisation's or not published.
 */
export async function respondToDeepLink(
  lti: Lti,
  launch: PickingLaunch,
  items: readonly PickedItem[],
): Promise<{ returnUrl: string; jwt: string }> {
  const settings = deepLinkingSettingsSchema.safeParse(launch.deepLinking);
  const parties = await findLaunchParties(lti.db, launch.id);
  if (!settings.success || parties === undefined) throw new NotFoundError('picker');
  if (items.length > 1 && !settings.data.accept_multiple) {
    throw new LtiRequestError('one-item-only', 'The LMS takes one activity here. Choose one.');
  }
  const contentItems = await describeItems(lti, launch, settings.data, items);
  const jwt = await sign(
    lti,
    { ...parties, organisationId: launch.organisationId },
    {
      ...(settings.data.data === undefined ? {} : { [claim.data]: settings.data.data }),
      [claim.contentItems]: contentItems,
    },
  );
  if (!(await takeDeepLinking(lti.db, launch.id, lti.now()))) {
    throw new LtiRequestError(
      'selection-used',
      'A choice was sent already, or this page was open for too long.',
      {
        status: 409,
      },
    );
  }
  return { returnUrl: settings.data.deep_link_return_url, jwt };
}

async function describeItems(
  lti: Lti,
  { organisationId }: PickingLaunch,
  settings: DeepLinkingSettings,
  items: readonly PickedItem[],
): Promise<Record<string, unknown>[]> {
  const ids = [...new Set(items.map((item) => item.moduleId))];
  const modules = new Map<string, PlacedModule>();
  for (const id of ids) {
    const module = await findPlacedModule(lti.db, organisationId, id);
    if (module?.state !== 'published') throw new NotFoundError('module');
    modules.set(id, module);
  }
  return items.map((item) => {
    const module = modules.get(item.moduleId);
    if (module === undefined) throw new NotFoundError('module');
    return describeItem(lti.publicUrl, settings, module, item);
  });
}

/** Rule 25: an address of its own for each, which becomes its target_link_uri. */
function describeItem(
  publicUrl: string,
  settings: DeepLinkingSettings,
  module: PlacedModule,
  { moduleId, chapterId }: PickedItem,
): Record<string, unknown> {
  const chapters = module.chapters.filter((chapter) => chapterId === undefined || chapter.id === chapterId);
  const [first] = chapters;
  if (first === undefined) throw new NotFoundError('chapter');
  const placement: Placement = { moduleId, chapterId };
  const title = chapterId === undefined ? module.title : first.title;
  return {
    type: 'ltiResourceLink',
    title,
    url: placementUrl(publicUrl, placement),
    custom: placementCustom(placement),
    // Rule 24.
    ...(settings.accept_lineitem ? { lineItem: describeLineItem(title, chapters, placement) } : {}),
  };
}

function describeLineItem(label: string, chapters: readonly PlacedChapter[], placement: Placement) {
  const scored = chapters.map(({ quiz }) =>
    quiz === null
      ? { complete: false }
      : {
          complete: false,
          quiz: { score: null, maxScore: quiz.questions.reduce((sum, { mark }) => sum + mark, 0) },
        },
  );
  const { scoreMaximum } = moduleScore(scored);
  return {
    label,
    scoreMaximum: scoreMaximum > 0 ? scoreMaximum : 1,
    resourceId: resourceIdOf(placement),
    tag: lineItemTag,
  };
}

interface Signer {
  organisationId: string;
  issuer: string;
  clientId: string;
  deploymentId: string;
}

/** Rule 26. */
async function sign(
  lti: Lti,
  { organisationId, issuer, clientId, deploymentId }: Signer,
  claims: Record<string, unknown>,
): Promise<string> {
  const { kid, privateKey } = await lti.toolKeys.signingKey(organisationId);
  const iat = Math.floor(lti.now().getTime() / 1000);
  return await new SignJWT({
    ...claims,
    nonce: newSecret(),
    [claim.messageType]: messageType.deepLinkingResponse,
    [claim.version]: '1.3.0',
    [claim.deploymentId]: deploymentId,
  })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
    .setIssuer(clientId)
    .setAudience(issuer)
    .setIssuedAt(iat)
    .setExpirationTime(iat + responseSeconds)
    .sign(privateKey);
}
