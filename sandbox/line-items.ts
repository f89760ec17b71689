import type { Request } from 'express';
import { z } from 'zod';
import { requireScope } from './access-tokens.ts';
import type { Grant, SandboxContext } from './context.ts';
import { addLineItem, findCourse, findTool, firstDeployment } from './directory.ts';
import type { LineItem, RegisteredTool } from './nouns.ts';
import { pageOf } from './paging.ts';
import type { Page } from './paging.ts';
import { SandboxError } from './sandbox-error.ts';
import { readJson, requireAccept } from './service-body.ts';
import { mediaType, scope } from './vocabulary.ts';

const moment = z.iso.datetime({ offset: true });

const lineItemBody = z.object({
  label: z.string().trim().min(1).max(1000),
  scoreMaximum: z.number().positive(),
  resourceId: z.string().exactOptional(),
  tag: z.string().exactOptional(),
  resourceLinkId: z.string().exactOptional(),
  startDateTime: moment.exactOptional(),
  endDateTime: moment.exactOptional(),
});

/** `lineitems` of a course for a tool; the query says which tool, as Moodle's, and must not be lost. */
export function lineItemsUrl(ctx: SandboxContext, tool: RegisteredTool, courseId: string): string {
  return `${ctx.origin}/ags/courses/${courseId}/lineitems${ownQuery(ctx, tool)}`;
}

/** A line item's own address; `/scores` and `/results` go before its query. */
export function lineItemUrl(ctx: SandboxContext, tool: RegisteredTool, item: LineItem): string {
  return `${ctx.origin}/ags/courses/${item.courseId}/lineitems/${item.id}/lineitem${ownQuery(ctx, tool)}`;
}

function ownQuery({ profile }: SandboxContext, tool: RegisteredTool): string {
  return profile.lineItemQuery === null ? '' : `?${profile.lineItemQuery}=${firstDeployment(tool)}`;
}

/** AGS §3.2.4: the tool's line items in a course, filtered by tag, resource_id and resource_link_id, in pages. */
export function listLineItems(ctx: SandboxContext, request: Request): Page<unknown> {
  const { tool, courseId } = openCourse(ctx, request, scope.lineItem, scope.lineItemReadonly);
  requireAccept(ctx, request, mediaType.lineItems);
  const { tag, resource_id: resourceId, resource_link_id: resourceLinkId } = request.query;
  const items = ctx.state.lineItems.filter(
    (item) =>
      item.clientId === tool.clientId &&
      item.courseId === courseId &&
      (tag === undefined || item.tag === tag) &&
      (resourceId === undefined || item.resourceId === resourceId) &&
      (resourceLinkId === undefined || item.resourceLinkId === resourceLinkId),
  );
  const page = pageOf(ctx, request, items, ctx.lineItemPageSize);
  return { ...page, members: page.members.map((item) => present(ctx, tool, item)) };
}

/** AGS §3.2.5: a new column. */
export function createLineItem(ctx: SandboxContext, request: Request): unknown {
  const { tool, courseId } = openCourse(ctx, request, scope.lineItem);
  const body = readJson(ctx, request, mediaType.lineItem, lineItemBody);
  requireOwnLink(ctx, tool, courseId, body.resourceLinkId);
  return present(ctx, tool, addLineItem(ctx, { ...body, courseId, clientId: tool.clientId }));
}

/** AGS §3.2.6: one line item. */
export function readLineItem(ctx: SandboxContext, request: Request): unknown {
  const { tool, item } = openLineItem(ctx, request, scope.lineItem, scope.lineItemReadonly);
  requireAccept(ctx, request, mediaType.lineItem);
  return present(ctx, tool, item);
}

/** AGS §3.2.6: a whole replacement; what the body leaves out is gone. */
export function replaceLineItem(ctx: SandboxContext, request: Request): unknown {
  const { tool, item } = openLineItem(ctx, request, scope.lineItem);
  const body = readJson(ctx, request, mediaType.lineItem, lineItemBody);
  requireOwnLink(ctx, tool, item.courseId, body.resourceLinkId);
  const replaced: LineItem = { ...body, id: item.id, courseId: item.courseId, clientId: item.clientId };
  ctx.state.lineItems = ctx.state.lineItems.map((other) => (other.id === item.id ? replaced : other));
  ctx.save();
  return present(ctx, tool, replaced);
}

/** AGS §3.2.6: the column goes, and its results with it. */
export function deleteLineItem(ctx: SandboxContext, request: Request): void {
  const { item } = openLineItem(ctx, request, scope.lineItem);
  ctx.state.lineItems = ctx.state.lineItems.filter((other) => other.id !== item.id);
  ctx.state.results = ctx.state.results.filter((result) => result.lineItemId !== item.id);
  ctx.save();
}

/** The line item that a service address names, if the token's tool owns it and the query is whole. */
export function openLineItem(
  ctx: SandboxContext,
  request: Request,
  ...anyOf: readonly string[]
): { grant: Grant; tool: RegisteredTool; item: LineItem } {
  const { grant, tool, courseId } = openCourse(ctx, request, ...anyOf);
  const item = ctx.state.lineItems.find(
    (candidate) =>
      candidate.id === request.params['itemId'] &&
      candidate.courseId === courseId &&
      candidate.clientId === tool.clientId,
  );
  if (item === undefined)
    throw new SandboxError(404, 'not-found', 'The tool has no such line item in this course.');
  return { grant, tool, item };
}

function openCourse(ctx: SandboxContext, request: Request, ...anyOf: readonly string[]) {
  const grant = requireScope(ctx, request, ...anyOf);
  const tool = findTool(ctx, grant.clientId);
  const course = findCourse(ctx, String(request.params['courseId']));
  const { lineItemQuery } = ctx.profile;
  if (lineItemQuery !== null && request.query[lineItemQuery] !== firstDeployment(tool)) {
    throw new SandboxError(
      400,
      'type-id-lost',
      'The address lacks the query it was given with, or is another tool’s.',
    );
  }
  return { grant, tool, courseId: course.id };
}

function requireOwnLink(
  ctx: SandboxContext,
  tool: RegisteredTool,
  courseId: string,
  linkId: string | undefined,
): void {
  const isOwn = ctx.state.resourceLinks.some(
    (link) => link.id === linkId && link.courseId === courseId && link.clientId === tool.clientId,
  );
  if (linkId !== undefined && !isOwn) {
    throw new SandboxError(
      400,
      'foreign-resource-link',
      'resourceLinkId is no link of this tool in this course.',
    );
  }
}

function present(ctx: SandboxContext, tool: RegisteredTool, item: LineItem): Record<string, unknown> {
  return { ...item, id: lineItemUrl(ctx, tool, item), courseId: undefined, clientId: undefined };
}
