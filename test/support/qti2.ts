/** The parts of an item of QTI 2. */
interface Item2 {
  body: string;
  declarations?: string;
  processing?: string;
  after?: string;
  attributes?: string;
}

/** An item of QTI 2.1 with everything that programs leave as it is. */
export function item2({
  body,
  declarations = '',
  processing = '',
  after = '',
  attributes = 'title="Q"',
}: Item2): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i1" ${attributes} adaptive="false" timeDependent="false">${declarations}<itemBody>${body}</itemBody>${processing}${after}</assessmentItem>`;
}

/** What a response is declared as, with its right values and what each value is worth. */
export function declare(
  right: readonly string[],
  {
    id = 'RESPONSE',
    cardinality = 'single',
    baseType = 'identifier',
    mapped = {},
    bounds = '',
  }: {
    id?: string;
    cardinality?: string;
    baseType?: string;
    mapped?: Readonly<Record<string, number>>;
    bounds?: string;
  } = {},
): string {
  const values = right.map((value) => `<value>${value}</value>`).join('');
  const entries = Object.entries(mapped).map(
    ([key, value]) => `<mapEntry mapKey="${key}" mappedValue="${String(value)}"/>`,
  );
  const mapping =
    entries.length === 0 ? '' : `<mapping defaultValue="0"${bounds}>${entries.join('')}</mapping>`;
  return `<responseDeclaration identifier="${id}" cardinality="${cardinality}" baseType="${baseType}">${right.length === 0 ? '' : `<correctResponse>${values}</correctResponse>`}${mapping}</responseDeclaration>`;
}

/** Choices of an interaction, by their identifiers. */
export function choose(
  choices: Readonly<Record<string, string>>,
  { max = '1', prompt = 'Capital?' } = {},
): string {
  const offered = Object.entries(choices).map(
    ([id, text]) => `<simpleChoice identifier="${id}">${text}</simpleChoice>`,
  );
  return `<choiceInteraction responseIdentifier="RESPONSE" shuffle="TRUE" maxChoices="${max}"><prompt>${prompt}</prompt>${offered.join('')}</choiceInteraction>`;
}

/** The same item as QTI 3 writes it: names with prefix and hyphens. */
export function asQti3(item: string): string {
  const hyphened = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const names = /^(?:p|b|br|div|img|span|a|ul|li|math)$/;
  return item
    .replace('imsqti_v2p1', 'imsqtiasi_v3p0')
    .replace(
      /<(\/?)([a-zA-Z]+)((?:\s[^<>]*)?)>/g,
      (whole, slash: string, name: string, attributes: string) =>
        names.test(name)
          ? whole
          : `<${slash}qti-${hyphened(name)}${attributes.replace(/\s([a-zA-Z]+)=/g, (_, key: string) => ` ${hyphened(key)}=`)}>`,
    );
}
