import {
  childrenOf,
  childText,
  findElements,
  looksLikeXml,
  readXml,
  textInside,
  type XmlElement,
} from '../formats/xml.ts';
import { plainTextOf } from './plain-text.ts';
import type { ChatDraft, ChatReader } from './reader.ts';

/** The public chat of a published BigBlueButton recording: `<chattimeline in name message/>` in `slides_new.xml`. */
export const bigBlueButtonChatReader: ChatReader = {
  format: 'bigbluebutton',
  recognises: (text) =>
    looksLikeXml(text) && (/<chattimeline\s/.test(text) || text.includes('eventname="PublicChatEvent"')),
  read(text) {
    const draft: ChatDraft = { messages: [], warnings: [], problems: [] };
    const xml = readXml(text);
    if ('problem' in xml) return { ...draft, problems: [xml.problem] };
    for (const element of findElements(xml.root, 'chattimeline')) readTimeline(element, draft);
    const timed = draft.messages.length;
    for (const event of findElements(xml.root, 'event')) readEvent(event, draft);
    if (draft.messages.length > timed) {
      const message = "The file tells the server's times, which are not the recording's: they were left out.";
      draft.warnings.push({ message });
    }
    return draft;
  },
};

function readTimeline({ attributes }: XmlElement, draft: ChatDraft): void {
  const written = attributes['in']?.trim() ?? '';
  const seconds = written === '' ? NaN : Number(written);
  draft.messages.push({
    ...(seconds >= 0 && seconds < 1e6 ? { atMs: Math.round(seconds * 1000) } : {}),
    sender: attributes['name'] ?? '',
    text: plainTextOf(attributes['message'] ?? ''),
  });
}

/** Raw events count from the server's start: their times say nothing about the recording. */
function readEvent(event: XmlElement, draft: ChatDraft): void {
  if (event.attributes['eventname'] !== 'PublicChatEvent') return;
  const message = childrenOf(event, 'message').map(textInside).join('\n');
  draft.messages.push({ sender: childText(event, 'sender'), text: plainTextOf(message) });
}
