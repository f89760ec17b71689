import type { Request } from 'express';
import type { SandboxContext } from './context.ts';
import { lineItemUrl, openLineItem } from './line-items.ts';
import { pageOf } from './paging.ts';
import type { Page } from './paging.ts';
import { requireAccept } from './service-body.ts';
import { mediaType, scope } from './vocabulary.ts';

/** AGS §3.3: what the gradebook keeps for a line item, for everybody or for one `user_id`. */
export function listResults(ctx: SandboxContext, request: Request): Page<unknown> {
  const { tool, item } = openLineItem(ctx, request, scope.resultReadonly);
  requireAccept(ctx, request, mediaType.results);
  const { user_id: userId } = request.query;
  const own = ctx.state.results.filter(
    (result) => result.lineItemId === item.id && (userId === undefined || result.userId === userId),
  );
  const page = pageOf(ctx, request, own, ctx.lineItemPageSize);
  const url = lineItemUrl(ctx, tool, item);
  return {
    ...page,
    members: page.members.map(({ userId: learnerId, resultScore, comment }) => ({
      id: url.replace(/\/lineitem(?=\?|$)/, `/lineitem/results/${learnerId}`),
      scoreOf: url,
      userId: learnerId,
      ...(resultScore === undefined ? {} : { resultScore, resultMaximum: item.scoreMaximum }),
      ...(comment === undefined ? {} : { comment }),
    })),
  };
}
