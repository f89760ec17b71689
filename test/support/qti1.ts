/** The parts of an item of QTI 1.2, to be put together as different programs write them. */
interface Item1 {
  /** Fields of its metadata, as Canvas writes them. */
  fields?: Readonly<Record<string, string>>;
  /** Its metadata as it stands, as Blackboard and D2L write it. */
  metadata?: string;
  presentation: string;
  rules?: string;
  outcomes?: string;
  feedback?: Readonly<Record<string, string>>;
  title?: string;
}

/** An item of QTI 1.2. */
export function item1({
  fields = {},
  metadata = '',
  presentation,
  rules,
  outcomes,
  feedback = {},
  title,
}: Item1): string {
  const told = Object.entries(fields).map(
    ([label, entry]) =>
      `<qtimetadatafield><fieldlabel>${label}</fieldlabel><fieldentry>${entry}</fieldentry></qtimetadatafield>`,
  );
  const said = Object.entries(feedback).map(
    ([ident, text]) =>
      `<itemfeedback ident="${ident}"><flow_mat><material><mattext texttype="text/html">${text}</mattext></material></flow_mat></itemfeedback>`,
  );
  const decvar = outcomes ?? '<decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/>';
  return [
    `<item ident="i1"${title === undefined ? '' : ` title="${title}"`}>`,
    `<itemmetadata>${told.length === 0 ? '' : `<qtimetadata>${told.join('')}</qtimetadata>`}${metadata}</itemmetadata>`,
    `<presentation>${presentation}</presentation>`,
    rules === undefined ? '' : `<resprocessing><outcomes>${decvar}</outcomes>${rules}</resprocessing>`,
    ...said,
    '</item>',
  ].join('');
}

/** A document of QTI 1.2 around items. */
export function qti1(...items: string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="a1"><section ident="root_section">${items.join('')}</section></assessment></questestinterop>`;
}

/** A text of QTI 1.2. */
export function mat(text: string, type = 'text/html'): string {
  return `<material><mattext texttype="${type}">${text}</mattext></material>`;
}

/** What is offered, by its identifiers. */
export function offer(choices: Readonly<Record<string, string>>): string {
  const labels = Object.entries(choices).map(
    ([ident, text]) =>
      `<response_label ident="${ident}">${text === '' ? '' : mat(text, 'text/plain')}</response_label>`,
  );
  return `<render_choice>${labels.join('')}</render_choice>`;
}

/** A rule that sets or adds a score where a condition holds. */
export function rule(
  condition: string,
  score: string,
  { action = 'Set', shows = '', goesOn = 'No', variable = 'SCORE' } = {},
): string {
  const set = score === '' ? '' : `<setvar action="${action}" varname="${variable}">${score}</setvar>`;
  const show = shows === '' ? '' : `<displayfeedback feedbacktype="Response" linkrefid="${shows}"/>`;
  return `<respcondition continue="${goesOn}"><conditionvar>${condition}</conditionvar>${set}${show}</respcondition>`;
}

/** The condition that a response is a value. */
export function is(value: string, respident = 'r', attributes = ''): string {
  return `<varequal respident="${respident}"${attributes}>${value}</varequal>`;
}
