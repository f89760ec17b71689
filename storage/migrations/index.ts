import { sql, type Kysely } from 'kysely';
import type { Migration, MigrationProvider } from 'kysely/migration';
import { initial } from './001-initial.ts';
import { aroundTheCut } from './002-around-the-cut.ts';
import { launchDoors } from './003-launch-doors.ts';
import { grades } from './004-grades.ts';
import { sessionInputs } from './005-session-inputs.ts';
import { cameras } from './006-cameras.ts';
import { embeds } from './007-embeds.ts';
import { outlineSuggestion } from './008-outline-suggestion.ts';
import { regrades } from './009-regrades.ts';
import { organisationKeys } from './010-organisation-keys.ts';
import { signedLogins } from './012-signed-logins.ts';
import { practiceAttempts } from './014-practice-attempts.ts';
import { questionSets } from './016-question-sets.ts';
import { modulePolicy } from './017-module-policy.ts';
import { deletions } from './019-deletions.ts';
import { questionPictures } from './020-question-pictures.ts';
import { transcriptChanges } from './021-transcript-changes.ts';
import { registrationUpdates } from './022-registration-updates.ts';

const statements: Record<string, string> = {
  '001-initial': initial,
  '002-around-the-cut': aroundTheCut,
  '003-launch-doors': launchDoors,
  '004-grades': grades,
  '005-session-inputs': sessionInputs,
  '006-cameras': cameras,
  '007-embeds': embeds,
  '008-outline-suggestion': outlineSuggestion,
  '009-regrades': regrades,
  '010-organisation-keys': organisationKeys,
  '012-signed-logins': signedLogins,
  '014-practice-attempts': practiceAttempts,
  '016-question-sets': questionSets,
  '017-module-policy': modulePolicy,
  '019-deletions': deletions,
  '020-question-pictures': questionPictures,
  '021-transcript-changes': transcriptChanges,
  '022-registration-updates': registrationUpdates,
};

/** All migrations in order; each runs once, in one transaction. */
export const migrations: MigrationProvider = {
  getMigrations: () =>
    Promise.resolve(
      Object.fromEntries(Object.entries(statements).map(([name, text]) => [name, migrationOf(text)])),
    ),
};

function migrationOf(text: string): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await sql.raw(text).execute(db);
    },
  };
}
