import type { z } from 'zod';
import {
  attemptGradedSchema,
  attemptSchema,
  learnSchema,
  progressSchema,
  receiptSchema,
  savedSchema,
  type Attempt,
  type Learn,
  type PutProgress,
} from '../../domain/api/learn.ts';
import { problemSchema, type Problem } from '../../domain/api/problem.ts';
import type { Response as Answer } from '../../domain/quiz.ts';
import { launch, launchIdOf, TestBrowser, type LtiRoom } from './lti-room.ts';

/** The page of one launch, as far as the service sees it: its cookie, its header, and what it asks. */
export class LearnerPage {
  readonly launchId: string;
  private readonly root: string;
  readonly browser: TestBrowser;

  constructor(service: { url: string }, launchId: string, browser: TestBrowser) {
    this.launchId = launchId;
    this.browser = browser;
    this.root = `${service.url}/api/learn/${launchId}`;
  }

  send(path: string, method = 'GET', body?: unknown): Promise<Response> {
    return this.browser.send(this.root + path, {
      method,
      headers: { 'x-launch': this.launchId, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async read(): Promise<Learn> {
    return learnSchema.parse(await this.json('', 'GET', undefined));
  }

  async watch(chapterId: string, progress: PutProgress) {
    return progressSchema.parse(await this.json(`/chapters/${chapterId}/progress`, 'PUT', progress));
  }

  async begin(chapterId: string): Promise<Attempt> {
    return attemptSchema.parse(await this.json(`/chapters/${chapterId}/attempts`, 'POST'));
  }

  async answer(attemptId: string, questionId: string, answer: Answer) {
    const path = `/attempts/${attemptId}/responses/${questionId}`;
    return savedSchema.parse(await this.json(path, 'PUT', answer));
  }

  async grade(attemptId: string): Promise<z.infer<typeof attemptGradedSchema>> {
    return attemptGradedSchema.parse(await this.json(`/attempts/${attemptId}/grade`, 'POST'));
  }

  async receipt() {
    return receiptSchema.parse(await this.json('/receipt', 'GET'));
  }

  private async json(path: string, method: string, body?: unknown): Promise<unknown> {
    const answer = await this.send(path, method, body);
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return await answer.json();
  }
}

/** Launches the room's link (or another) and opens its page. */
export async function openLearnerPage(
  room: LtiRoom,
  options: { userId?: string; linkId?: string } = {},
): Promise<LearnerPage> {
  const browser = new TestBrowser();
  const answer = await launch(room, { ...options, browser });
  return new LearnerPage(room.service, launchIdOf(answer), browser);
}

/** Status and code of a refusal. */
export async function refusalOf(answer: Response): Promise<[status: number, code: string]> {
  const problem: Problem = problemSchema.parse(await answer.json());
  return [answer.status, problem.code];
}
