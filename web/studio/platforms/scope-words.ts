import { texts } from '../../ui/i18n.ts';
import en from '../locales/en/platforms.json' with { type: 'json' };

const t = texts('platforms', en);

/** Those scopes that count here, in words; empty for none of them. */
export function wordsOfScopes(scopes: readonly string[]): string {
  const known = (['lineitem', 'score', 'contextmembership.readonly'] as const).filter((name) =>
    scopes.some((scope) => scope.endsWith(`/${name}`)),
  );
  return known.map((name) => t(`scopes.${name}`)).join(', ');
}
