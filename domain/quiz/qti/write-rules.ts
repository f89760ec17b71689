import { element, type WrittenElement } from '../../formats/xml-write.ts';

/** A value as it stands in a rule. */
export function baseValue(baseType: string, value: string): WrittenElement {
  return element('baseValue', { baseType }, value);
}

/** What a response or an outcome has. */
export function variable(identifier: string): WrittenElement {
  return element('variable', { identifier });
}

/** Gives an outcome a value. */
export function setOutcome(identifier: string, value: WrittenElement): WrittenElement {
  return element('setOutcomeValue', { identifier }, value);
}

/** A branch of a `responseCondition`: the first is `if`, the others `else if`. */
export function branch(
  isFirst: boolean,
  condition: WrittenElement,
  ...then: WrittenElement[]
): WrittenElement {
  return element(isFirst ? 'responseIf' : 'responseElseIf', {}, condition, ...then);
}
