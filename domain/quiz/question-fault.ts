import { z } from 'zod';

/** Says in people's words why a question breaks the rules of `readQuestionSchema`: `its choice 2 has no text`. */
export function sayFault(issues: readonly z.core.$ZodIssue[], question: unknown): string {
  const [issue] = issues;
  const [part, index, field] = issue?.path ?? [];
  if (issue === undefined || part === undefined) return 'it is no question';
  if (part === 'type') return sayType(question);
  if (part === 'choices' && typeof index === 'number') return sayChoice(issue, index, field);
  if (part === 'choices' || part === 'gaps') return sayCount(issue, part, question);
  const thing = parts.get(part) ?? `its "${String(part)}"`;
  if (part === 'mark') return `${thing} is no number above 0 and up to 1000`;
  return `${thing} ${sayLength(issue)}`;
}

const parts: ReadonlyMap<PropertyKey, string> = new Map([
  ['title', 'its title'],
  ['prompt', 'its text'],
  ['mark', 'its mark'],
  ['feedback', 'its feedback'],
  ['caseSensitive', 'what it says of capital letters'],
]);

const shape = z.looseObject({ type: z.unknown(), choices: z.array(z.unknown()).optional().catch(undefined) });

function sayType(question: unknown): string {
  const type = shape.safeParse(question).data?.type;
  return typeof type === 'string' ? `the type "${type.slice(0, 60)}" is not known` : 'its type is not told';
}

function sayChoice(issue: z.core.$ZodIssue, index: number, field: PropertyKey | undefined): string {
  const choice = `its choice ${String(index + 1)}`;
  if (field === 'weight')
    return `${choice} is worth nothing that can be counted, or more than the whole question`;
  if (field === 'min' || field === 'max') return `${choice} has no number that can be read`;
  if (field === 'match') return `the match of ${choice} ${sayLength(issue)}`;
  if (field === 'feedback') return `the feedback of ${choice} ${sayLength(issue)}`;
  return field === 'text' ? `${choice} ${sayLength(issue)}` : `${choice} cannot be read`;
}

function sayLength(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small') return 'is empty';
  return issue.code === 'too_big'
    ? `is longer than ${String(issue.maximum)} characters`
    : 'is missing or no text';
}

function sayCount(issue: z.core.$ZodIssue, part: 'choices' | 'gaps', question: unknown): string {
  const { type, choices = [] } = shape.safeParse(question).data ?? {};
  if (issue.code === 'too_big') return `it has more than ${String(issue.maximum)} ${part}`;
  if (part === 'gaps') return 'it has no gaps that can be read';
  if (issue.code !== 'too_small') return 'its choices are no list';
  if (type === 'short-answer' || type === 'numeric' || type === 'cloze')
    return 'its right answer is not told';
  if (type === 'true-false') return 'it has not two choices, true and false';
  const things = type === 'matching' ? 'pairs' : type === 'ordering' ? 'things to order' : 'choices';
  return `it has ${choices.length === 0 ? 'no' : 'only one of its'} ${things}`;
}
