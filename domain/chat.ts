import { AppError } from './app-error.ts';
import type { ChatHint, ChatMessage } from './chat/reader.ts';
import { chatReaders } from './chat/readers.ts';
import { cleanText, decodeText, shorten, type Problem, type Warning } from './formats/text.ts';
import { warnOfXmlFault } from './formats/xml.ts';

export { chatLinks, chatQuestions, cleanAddresses, hideSenders } from './chat/links.ts';
export type { ChatHint, ChatMessage };

/** A chat as read: messages in order, none empty. Senders' names are in it: keep them only if the trainer says so. */
export interface ParsedChat {
  /** `zoom`, `zoom-local`, `teams`, `teams-json`, `bigbluebutton`, `meet`. */
  format: string;
  messages: ChatMessage[];
  warnings: Warning[];
}

/** A chat that cannot be used. */
class ChatError extends AppError {
  constructor(code: `chat-${string}`, sentence: string, problems: readonly Problem[] = []) {
    super(code, sentence, { status: 422, details: { problems } });
  }
}

/** The longest chat that is read, in characters. */
const maxChatLength = 20_000_000;
const maxMessages = 100_000;
const maxMessageLength = 20_000;

/** Reads a chat in any known format (chat/readers.ts); throws `ChatError` when it cannot be used. */
export function parseChat(input: string | Uint8Array, hint: ChatHint = {}): ParsedChat {
  if (input.length > maxChatLength)
    throw new ChatError('chat-too-large', 'The chat is larger than 20 MB and cannot be read.');
  const text = typeof input === 'string' ? cleanText(input) : decodeText(input);
  if (text.trim() === '') throw new ChatError('chat-empty', 'The chat is empty.');
  const reader = chatReaders.find((one) => one.recognises(text, hint));
  if (reader === undefined) {
    throw new ChatError(
      'chat-unknown',
      'The chat is in no form that can be read (Zoom, Teams, BigBlueButton, Meet).',
    );
  }
  const { messages, warnings, problems } = reader.read(text, hint);
  const [problem] = problems;
  if (problem !== undefined) throw new ChatError('chat-bad-lines', problem.message, problems);
  const filled = messages.filter((message) => message.text !== '');
  if (filled.length === 0) throw new ChatError('chat-no-messages', 'The chat holds no message to everyone.');
  if (filled.length > maxMessages)
    throw new ChatError('chat-too-long', `The chat has more than ${String(maxMessages)} messages.`);
  const whole = filled.map((message) => ({ ...message, text: shorten(message.text, maxMessageLength) }));
  return { format: reader.format, messages: whole, warnings: [...warnOfXmlFault(text), ...warnings] };
}
