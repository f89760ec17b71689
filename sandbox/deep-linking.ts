import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { deepLinkingSettings } from './claims.ts';
import type { PendingDeepLink, SandboxContext } from './context.ts';
import { addLineItem, addResourceLink, findTool } from './directory.ts';
import { webAddress } from './nouns.ts';
import type { LineItem, RegisteredTool, ResourceLink } from './nouns.ts';
import { SandboxError } from './sandbox-error.ts';
import { isFirstUse, verifyToolJwt } from './tool-keys.ts';
import type { DeepLinkReturn } from './types.ts';
import { claim } from './vocabulary.ts';

const resourceLinkItem = z.object({
  type: z.literal('ltiResourceLink'),
  url: webAddress.exactOptional(),
  title: z.string().exactOptional(),
  text: z.string().exactOptional(),
  custom: z.record(z.string(), z.string()).default({}),
  iframe: z.object({}).exactOptional(),
  window: z.object({}).exactOptional(),
  lineItem: z
    .object({
      label: z.string().exactOptional(),
      scoreMaximum: z.number().positive(),
      resourceId: z.string().exactOptional(),
      tag: z.string().exactOptional(),
    })
    .exactOptional(),
});

const contentItems = z.array(z.looseObject({ type: z.string() })).max(200);

/** A verified return: what will be placed where, and what the tool wanted said. */
export interface VerifiedReturn extends DeepLinkReturn {
  deploymentId: string;
  message?: string;
  errorMessage?: string;
}

/** Who may answer with this key; the key stays good until `verifyReturn` has taken it. */
export function findDeepLink(ctx: SandboxContext, key: string): PendingDeepLink {
  const pending = ctx.deepLinks.get(key);
  if (pending === undefined || pending.expiresMs < ctx.now()) {
    throw new SandboxError(
      400,
      'unknown-deep-link',
      'This return address was never given out, was used already, or is too old.',
    );
  }
  return pending;
}

/** Verifies a deep linking response (Deep Linking 2.0 §4.5) and uses its return key up. */
export async function verifyReturn(ctx: SandboxContext, key: string, jwt: string): Promise<VerifiedReturn> {
  const pending = findDeepLink(ctx, key);
  const tool = findTool(ctx, pending.clientId);
  const strictly = ctx.profile.checksWholeDeepLinkResponse;
  const payload = await verifyToolJwt(
    ctx,
    tool,
    jwt,
    strictly
      ? { issuer: tool.clientId, audience: ctx.issuer, requiredClaims: ['exp', 'iat', 'nonce'] }
      : { issuer: tool.clientId },
  );
  const settings = { ...deepLinkingSettings(ctx, pending.courseId, key), ...pending.settings };
  if (strictly) checkMessage(ctx, tool, pending, payload, settings['data']);
  const items = contentItems.safeParse(payload[claim.contentItems] ?? []);
  if (!items.success)
    throw new SandboxError(400, 'content-items-malformed', 'content_items is no list of items with a type.');
  checkItems(items.data, settings);
  findDeepLink(ctx, key);
  ctx.deepLinks.delete(key);
  const returned: DeepLinkReturn = {
    courseId: pending.courseId,
    clientId: tool.clientId,
    userId: pending.userId,
    claims: { ...payload },
    items: items.data,
  };
  ctx.deepLinkReturns.push(returned);
  return { ...returned, deploymentId: pending.deploymentId, ...messages(payload) };
}

/** Makes an activity of each item, and a column where it brings a line item. */
export function placeItems(
  ctx: SandboxContext,
  verified: VerifiedReturn,
): { links: ResourceLink[]; lineItems: LineItem[] } {
  const { courseId, clientId, deploymentId } = verified;
  const links: ResourceLink[] = [];
  const lineItems: LineItem[] = [];
  for (const item of verified.items.map((raw) => resourceLinkItem.parse(raw))) {
    const tool = findTool(ctx, clientId);
    const link = addResourceLink(ctx, {
      courseId,
      clientId,
      deploymentId,
      title: item.title ?? tool.name,
      url: item.url ?? tool.targetLinkUri,
      custom: item.custom,
      container: item.window !== undefined && item.iframe === undefined ? 'window' : 'iframe',
      ...(item.text === undefined ? {} : { text: item.text }),
    });
    links.push(link);
    if (item.lineItem !== undefined) lineItems.push(placeLineItem(ctx, link, item.lineItem));
  }
  return { links, lineItems };
}

function placeLineItem(
  ctx: SandboxContext,
  link: ResourceLink,
  { label, ...lineItem }: NonNullable<z.infer<typeof resourceLinkItem>['lineItem']>,
): LineItem {
  const ownLabel = ctx.profile.ignoresLineItemLabel ? undefined : label;
  return addLineItem(ctx, {
    ...lineItem,
    courseId: link.courseId,
    clientId: link.clientId,
    resourceLinkId: link.id,
    label: ownLabel ?? link.title,
  });
}

function checkMessage(
  ctx: SandboxContext,
  tool: RegisteredTool,
  pending: PendingDeepLink,
  payload: JWTPayload,
  data: unknown,
): void {
  const wanted: [name: string, value: unknown][] = [
    [claim.messageType, 'LtiDeepLinkingResponse'],
    [claim.version, '1.3.0'],
    [claim.deploymentId, pending.deploymentId],
    [claim.data, data],
  ];
  for (const [name, value] of wanted) {
    if (payload[name] !== value)
      throw new SandboxError(
        400,
        'deep-link-refused',
        `${name} must be ${value === undefined ? 'absent' : JSON.stringify(value)}.`,
      );
  }
  if (!isFirstUse(ctx, 'nonce', tool.clientId, String(payload['nonce']))) {
    throw new SandboxError(400, 'deep-link-refused', 'The nonce was used before.');
  }
}

function checkItems(
  items: readonly Record<string, unknown>[],
  settings: Readonly<Record<string, unknown>>,
): void {
  if (items.length > 1 && settings['accept_multiple'] !== true) {
    throw new SandboxError(400, 'too-many-items', 'accept_multiple was false, and more than one item came.');
  }
  for (const [index, item] of items.entries()) {
    const parsed = resourceLinkItem.safeParse(item);
    const accepts = settings['accept_types'];
    if (!parsed.success || !Array.isArray(accepts) || !accepts.includes(item['type'])) {
      const reason = parsed.error?.issues
        .map((issue) => `${issue.path.join('.')} ${issue.message}`)
        .join(', ');
      throw new SandboxError(
        400,
        'item-refused',
        `Item ${index + 1} is not accepted: ${reason ?? `type ${String(item['type'])}`}.`,
      );
    }
    if (settings['accept_lineitem'] === false && item['lineItem'] !== undefined) {
      throw new SandboxError(
        400,
        'item-refused',
        `Item ${index + 1} brings a line item, and accept_lineitem was false.`,
      );
    }
  }
}

function messages(payload: JWTPayload): { message?: string; errorMessage?: string } {
  const { [claim.message]: message, [claim.errorMessage]: errorMessage } = payload;
  return {
    ...(typeof message === 'string' ? { message } : {}),
    ...(typeof errorMessage === 'string' ? { errorMessage } : {}),
  };
}
