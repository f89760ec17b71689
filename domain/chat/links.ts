import { cleanAddress } from '../link.ts';
import type { ChatMessage } from './reader.ts';

/** An address that somebody shared, once, with the message it first stood in. */
export interface ChatLink {
  url: string;
  atMs?: number;
  /** The message around it, without the address. */
  text: string;
}

const address = /\b(?:https?:\/\/|www\.)[^\s<>"'`\p{Cc}]{3,2000}/giu;

/** The web addresses shared in a chat, in order, each once; offered to the trainer as resources. */
export function chatLinks(messages: readonly ChatMessage[]): ChatLink[] {
  const links = new Map<string, ChatLink>();
  for (const { text, atMs } of messages) {
    for (const [written] of text.matchAll(address)) {
      const url = readAddress(written);
      if (url === undefined || links.has(url)) continue;
      const around = text.replaceAll(address, ' ').replace(/\s+/g, ' ').trim();
      links.set(url, { url, ...(atMs === undefined ? {} : { atMs }), text: around });
    }
  }
  return [...links.values()];
}

/** Takes out of the addresses in a chat what signs somebody in or follows people; of those not to be shared, all but the site. */
export function cleanAddresses(messages: readonly ChatMessage[]): ChatMessage[] {
  return messages.map((message) => ({
    ...message,
    text: message.text.replace(address, (written) => {
      const url = readAddress(written);
      if (url === undefined) return written.replace(/[?#;].*$/s, '').replace(/\/\/[^/]*@/, '//');
      const rest = written.slice(written.startsWith('www.') ? url.length - 'https://'.length : url.length);
      return `${cleanAddress(url) ?? new URL(url).hostname}${rest}`;
    }),
  }));
}

/** The messages that ask something, addresses aside. */
export function chatQuestions(messages: readonly ChatMessage[]): ChatMessage[] {
  return messages.filter(({ text }) => {
    const words = text.replaceAll(address, ' ');
    return (
      /[\p{L}\p{N})"'”’]\s?[?？؟](?![\p{L}\p{N}])/u.test(words) ||
      /^(?:q|question|frage|pregunta)\s?[:：]\s?\S/i.test(words)
    );
  });
}

/** Gives the senders of a chat numbers instead of their names, also where others address them in full. */
export function hideSenders(messages: readonly ChatMessage[]): ChatMessage[] {
  const numbers = new Map<string, number>();
  for (const { sender } of messages) if (!numbers.has(sender)) numbers.set(sender, numbers.size + 1);
  const nameOf = (sender: string): string => `Participant ${String(numbers.get(sender))}`;
  const mentioned = mentionPattern([...numbers.keys()]);
  return messages.map((message) => ({
    ...message,
    sender: nameOf(message.sender),
    text: mentioned === undefined ? message.text : message.text.replace(mentioned, nameOf),
  }));
}

const maxMentionedNames = 2000;

/** A name of one short word may be a word of the sentence. */
function mentionPattern(senders: readonly string[]): RegExp | undefined {
  const names = senders
    .filter((name) => name.length >= 5 || (name.length >= 3 && name.includes(' ')))
    .slice(0, maxMentionedNames)
    .toSorted((one, other) => other.length - one.length)
    .map((name) => name.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`));
  if (names.length === 0) return undefined;
  // Not inside an address: its letters stay as they are.
  return new RegExp(
    String.raw`(?<![\p{L}\p{N}/._=-])(?:${names.join('|')})(?![\p{L}\p{N}/_=-]|\.\p{L})`,
    'gu',
  );
}

/** Punctuation at the end belongs to the sentence, a closing bracket only where more close than open. */
function readAddress(written: string): string | undefined {
  let end = written.length;
  for (; end > 0; end -= 1) {
    const last = written.charAt(end - 1);
    const isLoose = last === ')' && countOf(written, ')', end) > countOf(written, '(', end);
    if (!'.,;:!?…]}»”’*_~'.includes(last) && !isLoose) break;
  }
  const bare = written.slice(0, end);
  const url = /^www\./i.test(bare) ? `https://${bare}` : bare;
  if (!URL.canParse(url)) return undefined;
  const { username, hostname } = new URL(url);
  return username === '' && hostname.includes('.') ? url : undefined;
}

function countOf(text: string, character: string, end: number): number {
  return text.slice(0, end).split(character).length - 1;
}
