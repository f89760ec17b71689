import { enqueueScore } from '../../lti/services/scores.ts';
import type { MintChanges } from '../../sandbox/types.ts';
import { claim } from '../../sandbox/vocabulary.ts';
import type { ScoreKey } from '../../storage/scores.ts';
import type { ScoreRow } from '../../storage/schema.ts';
import { launch, openLtiRoom, scoreKeyOf, type LtiRoom } from './lti-room.ts';

/** What a launch says of the line items, changed. */
type ChangeEndpoint = (endpoint: Record<string, unknown>) => Record<string, unknown>;

/** A room whose clock is set by hand, to follow scores on their way. */
export interface ScoreRoom extends LtiRoom {
  clock: { aheadMs: number };
  now(): Date;
  /** A fresh link with a column of 10 points. */
  addActivity(): { linkId: string; lineItemId: string };
  /** A link whose launches name no line item, because it has none. */
  addBareLink(): string;
  /** Launches a link as the learner (or another); gives whose scores it opens. */
  keyOf(options: {
    linkId: string;
    userId?: string;
    changes?: MintChanges | ChangeEndpoint;
  }): Promise<ScoreKey>;
  score(key: ScoreKey, scoreGiven: number, scoreMaximum: number, at?: Date): Promise<boolean>;
  /** The key's rows, oldest first. */
  rowsOf(key: ScoreKey): Promise<ScoreRow[]>;
  newestOf(key: ScoreKey): Promise<ScoreRow>;
  statesOf(key: ScoreKey): Promise<string[]>;
}

/** Opens one. */
export async function openScoreRoom(): Promise<ScoreRoom> {
  const clock = { aheadMs: 0 };
  const now = () => new Date(Date.now() + clock.aheadMs);
  const room = await openLtiRoom({ now });
  const { sandbox, courseId, module, service, identity, ctx } = room;
  const { clientId } = identity;
  const url = `${service.url}/lti/launch?module=${module.id}`;
  const rowsOf = (key: ScoreKey) =>
    ctx.db
      .selectFrom('scores')
      .selectAll()
      .where('publication_id', '=', key.publicationId)
      .where('learner_id', '=', key.learnerId)
      .orderBy('id')
      .execute();
  return {
    ...room,
    clock,
    now,
    rowsOf,
    addActivity() {
      const { id: linkId } = sandbox.addResourceLink({ courseId, clientId, title: 'Activity', url });
      const column = { courseId, clientId, label: 'Activity', scoreMaximum: 10 };
      return { linkId, lineItemId: sandbox.addLineItem({ ...column, resourceLinkId: linkId }).id };
    },
    addBareLink: () => sandbox.addResourceLink({ courseId, clientId, title: 'Bare', url }).id,
    async keyOf({ linkId, userId = room.learnerId, changes }) {
      const told =
        typeof changes === 'function' ? endpointChanged(room, { linkId, userId }, changes) : changes;
      return await scoreKeyOf(room, await launch(room, { userId, linkId, changes: told ?? {} }));
    },
    score: (key, scoreGiven, scoreMaximum, at = now()) =>
      enqueueScore(ctx.db, { ...key, scoreGiven, scoreMaximum, at }),
    async newestOf(key) {
      const newest = (await rowsOf(key)).at(-1);
      if (newest === undefined) throw new Error('no score was given');
      return newest;
    },
    statesOf: async (key) => (await rowsOf(key)).map(({ state }) => state),
  };
}

function endpointChanged(
  { identity, sandbox }: LtiRoom,
  { linkId, userId }: { linkId: string; userId: string },
  change: ChangeEndpoint,
): MintChanges {
  const { clientId } = identity;
  const honest = sandbox.honestClaims({ userId, clientId, nonce: 'n', resourceLinkId: linkId })[claim.ags];
  const endpoint = typeof honest === 'object' && honest !== null ? { ...honest } : {};
  return { claims: { [claim.ags]: change(endpoint) } };
}
