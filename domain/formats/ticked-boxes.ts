/** The answers to one question, told apart into the boxes that were ticked. */
export interface TickedBoxes {
  /** The boxes of each different answer; an answer that is none of several boxes is one. */
  boxesOf: ReadonlyMap<string, readonly string[]>;
  /** Answers with commas that may be one choice or several: read as one. */
  unclear: readonly string[];
}

/**
 * Tells which answers are several ticked boxes. Microsoft Forms ends each box with `;`, which is clear. Google Forms
 * puts `, ` between them, which may also stand within a choice: words that never come apart are one choice, and an
 * answer is taken apart only where each of its parts is also an answer by itself, or in other company.
 */
export function tellBoxes(answers: readonly string[]): TickedBoxes {
  const different = [...new Set(answers.map((answer) => answer.trim()))].filter((answer) => answer !== '');
  const boxesOf = new Map<string, readonly string[]>();
  const byCommas: string[] = [];
  for (const answer of different) {
    if (answer.endsWith(';')) boxesOf.set(answer, distinct(answer.split(';')));
    else if (answer.includes(', ')) byCommas.push(answer);
    else boxesOf.set(answer, [answer]);
  }
  const alone = new Set([...boxesOf.values()].flat());
  const parts = new Map(byCommas.map((answer) => [answer, answer.split(', ')]));
  const whole = joinInseparable([...[...alone].map((answer) => [answer]), ...parts.values()]);
  const found = byCommas.map((answer) => ({ answer, choices: whole(parts.get(answer) ?? []) }));
  const company = companyOf([
    ...found.map(({ choices }) => choices),
    ...[...alone].map((answer) => [answer]),
  ]);
  const unclear: string[] = [];
  for (const { answer, choices } of found) {
    const isSeenElsewhere = choices.every((choice) => (company.get(choice)?.size ?? 0) > 1);
    const isClear = choices.length > 1 && isSeenElsewhere && new Set(choices).size === choices.length;
    boxesOf.set(answer, isClear ? choices : [answer]);
    const isOneChoice = choices.length === 1 && isSeenElsewhere;
    if (!isClear && !isOneChoice) unclear.push(answer);
  }
  return { boxesOf, unclear };
}

function distinct(parts: readonly string[]): string[] {
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))];
}

/** Joins parts that stand beside each other wherever either of them stands: a comma within a choice. */
function joinInseparable(answers: readonly (readonly string[])[]): (parts: readonly string[]) => string[] {
  const after = new Map<string, Set<string>>();
  const before = new Map<string, Set<string>>();
  const note = (map: Map<string, Set<string>>, part: string, neighbour: string): void => {
    map.set(part, (map.get(part) ?? new Set()).add(neighbour));
  };
  for (const parts of answers) {
    for (const [at, part] of parts.entries()) {
      note(after, part, parts[at + 1] ?? '');
      note(before, part, parts[at - 1] ?? '');
    }
  }
  const only = (map: Map<string, Set<string>>, part: string, neighbour: string): boolean =>
    map.get(part)?.size === 1 && map.get(part)?.has(neighbour) === true;
  return (parts) => {
    const joined: string[] = [];
    for (const [at, part] of parts.entries()) {
      const last = parts[at - 1];
      const isOne = last !== undefined && only(after, last, part) && only(before, part, last);
      if (isOne) joined.push(`${joined.pop() ?? ''}, ${part}`);
      else joined.push(part);
    }
    return joined;
  };
}

/** The different answers that each choice is a part of. */
function companyOf(answers: readonly (readonly string[])[]): Map<string, Set<string>> {
  const company = new Map<string, Set<string>>();
  for (const choices of answers) {
    const whole = choices.join('\n');
    for (const choice of choices) company.set(choice, (company.get(choice) ?? new Set()).add(whole));
  }
  return company;
}
