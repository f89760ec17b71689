import escapeHtml from 'escape-html';

/** Markup that is safe to send. */
export interface Html {
  readonly markup: string;
}
type Part = string | number | Html | readonly Html[] | undefined;

/** A template of markup: every value in it is escaped unless it is markup itself; undefined is nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = strings.map((text, index) => text + render(parts[index])).join('');
  return { markup };
}

function render(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'markup' in part ? part.markup : part.map((one) => one.markup).join('\n');
}
