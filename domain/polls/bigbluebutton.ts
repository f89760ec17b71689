import { z } from 'zod';
import { looksLikeJson, readJson } from '../formats/json.ts';
import { foldSpaces } from '../formats/text.ts';
import {
  attributeOf,
  childText,
  findElements,
  looksLikeXml,
  readXml,
  type XmlElement,
} from '../formats/xml.ts';
import type { Poll, PollType } from './poll.ts';
import type { PollsDraft, PollsReader } from './reader.ts';
import { cleanChoice, cleanQuestion } from './tally.ts';

/** The `polls.json` of a published BigBlueButton recording. */
export const bigBlueButtonJsonReader: PollsReader = {
  format: 'bigbluebutton',
  recognises: (text) => looksLikeJson(text) && /"(?:numVotes|num_votes)"/.test(text),
  read(text) {
    const json = readJson(text);
    if ('problem' in json) return { ...noPolls(), problems: [json.problem] };
    const list = listSchema.safeParse(json.value);
    if (!list.success) return { ...noPolls(), problems: [{ message: 'The JSON holds no list of polls.' }] };
    const draft = noPolls();
    list.data.forEach((value, index) => {
      const poll = pollSchema.safeParse(value);
      const name = `Poll ${String(index + 1)}`;
      if (poll.success) addPoll(draft, poll.data, index);
      else draft.warnings.push({ message: `${name} has no answers that can be read and was left out.` });
    });
    return draft;
  },
};

/** The raw `events.xml` of BigBlueButton: polls as started, answered and published. */
export const bigBlueButtonEventsReader: PollsReader = {
  format: 'bigbluebutton-events',
  recognises: (text) => looksLikeXml(text) && /eventname="Poll(?:Started|Published)RecordEvent"/.test(text),
  read(text) {
    const xml = readXml(text);
    if ('problem' in xml) return { ...noPolls(), problems: [xml.problem] };
    const draft = noPolls();
    const events = findElements(xml.root, 'event');
    const raw = new Map<string, RawPoll>();
    for (const event of events) readEvent(event, raw, draft);
    [...raw.values()].forEach((poll, index) => {
      addPoll(draft, poll.published ?? countResponses(poll), index);
    });
    return draft;
  },
};

const count = z.coerce.number().int().min(0).optional().catch(undefined);
const answerSchema = z
  .looseObject({
    id: z.coerce.string().optional(),
    key: z.coerce.string(),
    numVotes: count,
    num_votes: count,
  })
  .transform(({ id, key, numVotes, num_votes: spelled = 0 }) => ({
    ...(id === undefined ? {} : { id }),
    key,
    numVotes: numVotes ?? spelled,
  }));
const answersSchema = z.array(answerSchema).max(1000);
const pollSchema = z.looseObject({
  type: z.string().catch(''),
  question: z.string().nullish().catch(''),
  answers: answersSchema,
  responders: count,
  respondents: count,
  /** Seconds of the published recording. */
  timestamp: z.coerce.number().min(0).max(1e6).optional().catch(undefined),
});
type RecordedPoll = z.infer<typeof pollSchema>;
const list = z.array(z.unknown());
const listSchema = z.union([list, z.object({ polls: list }).transform(({ polls }) => polls)]);

/** A poll as the events tell it; voters are compared, so that nobody counts twice, and forgotten. */
interface RawPoll {
  started: RecordedPoll;
  published?: RecordedPoll;
  voters: Map<string, Set<string>>;
}

function readEvent(event: XmlElement, polls: Map<string, RawPoll>, draft: PollsDraft): void {
  const name = attributeOf(event, 'eventname');
  if (!name.includes('Poll')) return;
  const id = childText(event, 'pollId');
  const poll = polls.get(id);
  if (name === 'PollStartedRecordEvent')
    polls.set(id, { started: readRecorded(event, draft), voters: new Map() });
  else if (name === 'PollPublishedRecordEvent') {
    const published = readRecorded(event, draft);
    if (poll === undefined) polls.set(id, { started: published, published, voters: new Map() });
    else if (published.answers.length > 0)
      poll.published = {
        ...published,
        question: published.question === '' ? poll.started.question : published.question,
        type: poll.started.type,
      };
  } else if (/^UserRespondedTo\w*PollRecordEvent$/.test(name) && poll !== undefined) addResponse(event, poll);
}

function readRecorded(event: XmlElement, draft: PollsDraft): RecordedPoll {
  const json = readJson(childText(event, 'answers'));
  const answers = 'value' in json ? answersSchema.safeParse(json.value) : undefined;
  if (answers?.success !== true)
    draft.warnings.push({
      message: `The answers of ${describe(childText(event, 'question'))} cannot be read.`,
    });
  const responders = Number(childText(event, 'numResponders') || childText(event, 'numRespondents') || NaN);
  return {
    type: childText(event, 'type'),
    question: childText(event, 'question'),
    answers: answers?.success === true ? answers.data : [],
    responders: Number.isInteger(responders) ? responders : undefined,
    respondents: undefined,
  };
}

function describe(question: string): string {
  return question === '' ? 'a poll' : `the poll "${foldSpaces(question).slice(0, 60)}"`;
}

function addResponse(event: XmlElement, { started, voters }: RawPoll): void {
  const user = childText(event, 'userId');
  const typed = childText(event, 'answer');
  const id = childText(event, 'answerId');
  const key =
    typed === '' ? started.answers.find((answer, index) => (answer.id ?? String(index)) === id)?.key : typed;
  if (key === undefined) return;
  voters.set(key, (voters.get(key) ?? new Set()).add(user));
}

function countResponses({ started, voters }: RawPoll): RecordedPoll {
  const keys = new Set([...started.answers.map(({ key }) => key), ...voters.keys()]);
  const answers = [...keys].map((key) => ({ key, numVotes: voters.get(key)?.size ?? 0 }));
  const responders = new Set([...voters.values()].flatMap((users) => [...users])).size;
  return { ...started, answers, responders };
}

function addPoll(draft: PollsDraft, poll: RecordedPoll, index: number): void {
  const question = cleanQuestion(poll.question ?? '');
  const name = `Poll ${String(index + 1)}`;
  if (question === '')
    draft.warnings.push({ message: `${name} has no written question; it was asked aloud or on a slide.` });
  const choices = poll.answers
    .map(({ key, numVotes }) => ({ text: cleanChoice(key), votes: numVotes }))
    .filter(({ text }) => text !== '');
  const votes = choices.reduce((sum, choice) => sum + choice.votes, 0);
  const respondents = poll.responders ?? poll.respondents;
  const type = typeOf(poll.type, respondents !== undefined && votes > respondents);
  draft.polls.push({
    question: question === '' ? name : question,
    ...(type === undefined ? {} : { type }),
    choices,
    ...(respondents === undefined ? {} : { respondents }),
    ...(poll.timestamp === undefined ? {} : { atMs: Math.round(poll.timestamp * 1000) }),
  } satisfies Poll);
}

/** `TF`, `YN`, `YNA`, `A-2` to `A-5`, `CUSTOM`, and `R-` for typed answers. */
function typeOf(type: string, severalEach: boolean): PollType | undefined {
  if (/^R-?$/i.test(type)) return 'short-answer';
  if (severalEach) return 'multiple-choice';
  if (/^TF$/i.test(type)) return 'true-false';
  return /^(?:YN|YNA|A-?\d|CUSTOM)$/i.test(type) ? 'single-choice' : undefined;
}

function noPolls(): PollsDraft {
  return { polls: [], warnings: [], problems: [] };
}
