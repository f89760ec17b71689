import { element, type WrittenXml } from '../../formats/xml-write.ts';

/** A value as it stands in a rule. */
export function baseValue(baseType: string, value: string): WrittenXml {
  return element('baseValue', { baseType }, value);
}

/** What a response or an outcome has. */
export function variable(identifier: string): WrittenXml {
  return element('variable', { identifier });
}

/** Gives an outcome a value. */
export function setOutcome(identifier: string, value: WrittenXml): WrittenXml {
  return element('setOutcomeValue', { identifier }, value);
}

/** A branch of a `responseCondition`: the first is `if`, the others `else if`. */
export function branch(isFirst: boolean, condition: WrittenXml, ...then: WrittenXml[]): WrittenXml {
  return element(isFirst ? 'responseIf' : 'responseElseIf', {}, condition, ...then);
}
