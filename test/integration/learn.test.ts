import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { QuestionDraft, QuizSettings } from '../../domain/quiz.ts';
import { insertAttachment } from '../../storage/attachments.ts';
import { newBlobKey } from '../../storage/blobs/blob-key.ts';
import { saveQuiz } from '../../storage/quizzes.ts';
import { LearnerPage, openLearnerPage, refusalOf } from '../support/learner.ts';
import {
  openLtiRoom,
  publishModule,
  sendScores,
  TestBrowser,
  type LtiRoom,
  type PublishedModule,
} from '../support/lti-room.ts';

let room: LtiRoom;
const clock = { aheadMs: 0 };

beforeAll(async () => {
  room = await openLtiRoom({ now: () => new Date(Date.now() + clock.aheadMs) });
});
afterAll(() => room.stop());
afterEach(() => {
  room.sandbox.faults.reset();
});

const single: QuestionDraft = {
  type: 'single-choice',
  prompt: 'What fixes what is out?',
  mark: 1,
  choices: [
    { text: 'The scope statement', weight: 1, feedback: 'Just so.' },
    { text: 'The budget', weight: 0, feedback: 'That is about money.' },
  ],
};
const typed: QuestionDraft = {
  type: 'short-answer',
  prompt: 'What is uncontrolled growth called?',
  mark: 1,
  caseSensitive: false,
  choices: [{ text: 'scope creep', weight: 1 }],
};
const pairs: QuestionDraft = {
  type: 'matching',
  prompt: 'Who does what?',
  mark: 2,
  choices: [
    { text: 'Sponsor', match: 'pays', weight: 1 },
    { text: 'Trainer', match: 'teaches', weight: 1 },
  ],
};

interface Furnished {
  module: PublishedModule;
  chapterId: string;
  otherChapterId: string;
  linkId: string;
  lineItemId: string;
}

/** A fresh module of two chapters, the first with a quiz, and a link to it (or to its first chapter) with a column. */
async function furnish(
  options: { quiz?: Partial<QuizSettings>; placed?: 'module' | 'chapter' } = {},
): Promise<Furnished> {
  const module = await publishModule(room.ctx, room.service.organisation.id);
  const [chapterId = '', otherChapterId = ''] = module.chapterIds;
  const settings = { title: 'Quiz', passMark: 0.6, attemptsAllowed: null, shuffle: false, ...options.quiz };
  await saveQuiz(
    room.ctx.db,
    room.service.organisation.id,
    chapterId,
    { ...settings, version: 0, questions: [single, typed, pairs] },
    room.ctx.now(),
  );
  const chapter = options.placed === 'chapter' ? `&chapter=${chapterId}` : '';
  const link = room.sandbox.addResourceLink({
    courseId: room.courseId,
    clientId: room.identity.clientId,
    title: 'Webinar',
    url: `${room.service.url}/lti/launch?module=${module.id}${chapter}`,
  });
  const lineItem = room.sandbox.addLineItem({
    courseId: room.courseId,
    clientId: room.identity.clientId,
    label: 'Webinar',
    scoreMaximum: 100,
    resourceLinkId: link.id,
  });
  return { module, chapterId, otherChapterId, linkId: link.id, lineItemId: lineItem.id };
}

async function addTemplate(module: PublishedModule, chapterId: string | null, fileName = 'Scope.docx') {
  const blobKey = newBlobKey('attachments', room.service.organisation.id);
  const text = `contents of ${fileName}`;
  await room.ctx.blobs.put(blobKey, Readable.from([text]));
  const id = await insertAttachment(room.ctx.db, {
    organisationId: room.service.organisation.id,
    moduleId: module.id,
    chapterId,
    kind: 'template',
    title: 'Scope',
    file: { fileName, contentType: 'text/html', bytes: Buffer.byteLength(text), blobKey },
  });
  return { id, text };
}

/** Answers all questions of an attempt, rightly or not, and has it graded. */
async function takeQuiz(page: LearnerPage, chapterId: string, right: boolean) {
  const attempt = await page.begin(chapterId);
  const [first, second, third] = attempt.questions;
  const choice = first?.choices.find(({ text }) => text === (right ? 'The scope statement' : 'The budget'));
  await page.answer(attempt.id, first?.id ?? '', { choiceId: choice?.id ?? '' });
  await page.answer(attempt.id, second?.id ?? '', { text: right ? ' Scope  CREEP ' : 'growth' });
  const matchOf = (text: string) => ((text === 'Sponsor') === right ? 'pays' : 'teaches');
  const pairsOf = (third?.choices ?? []).map(({ id, text }): [string, string] => [id, matchOf(text)]);
  await page.answer(attempt.id, third?.id ?? '', { matches: Object.fromEntries(pairsOf) });
  return page.grade(attempt.id);
}

async function scoreRows(page: LearnerPage) {
  return room.ctx.db
    .selectFrom('scores')
    .innerJoin('launches', (join) =>
      join
        .onRef('launches.publication_id', '=', 'scores.publication_id')
        .onRef('launches.learner_id', '=', 'scores.learner_id'),
    )
    .select(['scores.score_given as given', 'scores.score_maximum as maximum', 'scores.state'])
    .select(['scores.publication_id as publicationId', 'scores.learner_id as learnerId', 'scores.id'])
    .where('launches.id', '=', page.launchId)
    .orderBy('scores.id')
    .execute();
}

async function deliver(page: LearnerPage): Promise<void> {
  const [row] = await scoreRows(page);
  if (row === undefined) throw new Error('no score is on its way');
  await sendScores(room, row);
}

describe('the session of a launch', () => {
  test('is for the browser that launched: no cookie, a foreign secret or no header is refused', async () => {
    const { linkId } = await furnish();
    const mine = await openLearnerPage(room, { linkId });
    const other = new TestBrowser();
    const stranger = new LearnerPage(room.service, mine.launchId, other);
    expect(await refusalOf(await stranger.send(''))).toEqual([401, 'launch-ended']);
    other.cookies.set(`launch_${mine.launchId}`, 'x'.repeat(43));
    expect(await refusalOf(await stranger.send(''))).toEqual([401, 'launch-ended']);
    expect((await mine.send('')).status).toBe(200);
    const launchId = '00000000-0000-4000-8000-000000000000';
    expect(await refusalOf(await new LearnerPage(room.service, launchId, other).send(''))).toEqual([
      401,
      'launch-ended',
    ]);
  });

  test('needs the header that another site cannot send', async () => {
    const { linkId } = await furnish();
    const page = await openLearnerPage(room, { linkId });
    const address = `${room.service.url}/api/learn/${page.launchId}`;
    expect((await page.send('')).status).toBe(200);
    expect(await refusalOf(await page.browser.send(address))).toEqual([401, 'launch-ended']);
    const headers = { 'x-launch': '00000000-0000-4000-8000-000000000000' };
    expect(await refusalOf(await page.browser.send(address, { headers }))).toEqual([401, 'launch-ended']);
  });

  test('ends after its time, and with its platform', async () => {
    const { linkId } = await furnish();
    const page = await openLearnerPage(room, { linkId });
    clock.aheadMs += 24 * 3600_000;
    expect(await refusalOf(await page.send(''))).toEqual([401, 'launch-ended']);
    const fresh = await openLearnerPage(room, { linkId });
    await setPlatform('disabled');
    expect(await refusalOf(await fresh.send(''))).toEqual([401, 'launch-ended']);
    await setPlatform('active');
    expect((await fresh.send('')).status).toBe(200);
  });

  async function setPlatform(state: 'active' | 'disabled'): Promise<void> {
    await room.ctx.db.updateTable('platforms').set({ state }).where('id', '=', room.platformId).execute();
  }
});

describe('what a learner sees', () => {
  test('is the chapter that was placed, and nothing of its neighbours', async () => {
    const { module, chapterId, otherChapterId, linkId } = await furnish({ placed: 'chapter' });
    const foreign = await addTemplate(module, otherChapterId);
    const page = await openLearnerPage(room, { linkId });
    const learn = await page.read();
    expect(learn).toMatchObject({
      role: 'learner',
      graded: true,
      contextTitle: 'Onboarding',
      receipt: { state: 'not-graded' },
    });
    expect(learn.chapters.map(({ id }) => id)).toEqual([chapterId]);
    const watched = { positionMs: 0, watched: [] };
    const notFound = [404, 'not-found'];
    expect(await refusalOf(await page.send(`/chapters/${otherChapterId}/progress`, 'PUT', watched))).toEqual(
      notFound,
    );
    expect(await refusalOf(await page.send(`/chapters/${otherChapterId}/attempts`, 'POST'))).toEqual(
      notFound,
    );
    expect(await refusalOf(await page.send(`/attachments/${foreign.id}`))).toEqual(notFound);
    expect(await refusalOf(await page.send('/attachments/..%2f..%2fetc%2fpasswd'))).toEqual(notFound);
  });

  test('ends when the module is retracted, and comes back with it', async () => {
    const { module, chapterId, linkId } = await furnish();
    const page = await openLearnerPage(room, { linkId });
    const trainer = await openLearnerPage(room, { linkId, userId: room.teacherId });
    await page.watch(chapterId, { positionMs: 4000, watched: [[0, 4000]] });
    await room.service.organisation.json(`/api/modules/${module.id}/retract`, { method: 'POST' });
    expect(await refusalOf(await page.send(''))).toEqual([410, 'module-retracted']);
    expect(await refusalOf(await trainer.send(''))).toEqual([410, 'module-retracted']);
    await room.service.organisation.json(`/api/modules/${module.id}/publish`, { method: 'POST' });
    expect((await page.read()).chapters[0]).toMatchObject({ positionMs: 4000, watched: [[0, 4000]] });
  });

  test('never holds a right answer before grading', async () => {
    const { chapterId, linkId } = await furnish();
    const page = await openLearnerPage(room, { linkId });
    const answers = [
      await (await page.send(`/chapters/${chapterId}/attempts`, 'POST')).text(),
      await (await page.send('')).text(),
    ];
    for (const text of answers) {
      expect(text).toContain('What is uncontrolled growth called?');
      expect(text).not.toMatch(/scope creep|weight|Just so|rightAnswer|feedback/i);
    }
  });
});

describe('watching', () => {
  test('adds up, also from two windows at once, and counts no second twice', async () => {
    const { chapterId, linkId } = await furnish();
    const page = await openLearnerPage(room, { linkId });
    clock.aheadMs += 60_000;
    await Promise.all([
      page.watch(chapterId, { positionMs: 20_000, watched: [[0, 20_000]] }),
      page.watch(chapterId, { positionMs: 30_000, watched: [[10_000, 30_000]] }),
      page.watch(chapterId, { positionMs: 50_000, watched: [[40_000, 50_000]] }),
    ]);
    const { watched, checklist } = await page.watch(chapterId, {
      positionMs: 5000,
      watched: [[45_000, 90_000]],
    });
    expect(watched).toEqual([
      [0, 30_000],
      [40_000, 60_000],
    ]);
    expect(checklist).toEqual([
      { kind: 'watch', done: false, share: 50 / 60, asked: 0.9 },
      { kind: 'quiz', done: false },
    ]);
    expect((await page.read()).chapters[0]).toMatchObject({ positionMs: 5000, complete: false });
  });

  test('refuses what there was no time for, and what is no span', async () => {
    const { chapterId, linkId } = await furnish();
    const page = await openLearnerPage(room, { linkId });
    const path = `/chapters/${chapterId}/progress`;
    const all = { positionMs: 60_000, watched: [[0, 60_000]] };
    expect(await refusalOf(await page.send(path, 'PUT', all))).toEqual([422, 'progress-implausible']);
    const odd = { positionMs: 0, watched: [[-5, 'x']] };
    expect(await refusalOf(await page.send(path, 'PUT', odd))).toEqual([422, 'invalid-input']);
    expect((await page.read()).chapters[0]?.watched).toEqual([]);
  });

  test('completes a chapter without a quiz, scores it, and stays complete when more is asked later', async () => {
    const { otherChapterId, linkId } = await furnish();
    const page = await openLearnerPage(room, { linkId });
    clock.aheadMs += 60_000;
    const watched = await page.watch(otherChapterId, { positionMs: 60_000, watched: [[0, 57_000]] });
    expect(watched).toMatchObject({
      complete: true,
      receipt: { state: 'waiting', scoreGiven: 1, scoreMaximum: 5 },
    });
    await room.ctx.db
      .updateTable('chapters')
      .set({ completion: JSON.stringify({ watchedShare: 1, quizPassed: true, templateOpened: true }) })
      .where('id', '=', otherChapterId)
      .execute();
    expect((await page.read()).chapters[1]).toMatchObject({ complete: true });
    await page.watch(otherChapterId, { positionMs: 0, watched: [] });
    expect(await scoreRows(page)).toHaveLength(1);
  });
});

describe('the quiz', () => {
  test('is begun once however often it is asked for, and resumed with its answers', async () => {
    const { chapterId, linkId } = await furnish({ quiz: { shuffle: true } });
    const page = await openLearnerPage(room, { linkId });
    const begun = await Promise.all([1, 2, 3, 4].map(() => page.begin(chapterId)));
    expect(new Set(begun.map(({ id }) => id)).size).toBe(1);
    const [attempt] = begun;
    const question = attempt?.questions.find(({ type }) => type === 'short-answer');
    await page.answer(attempt?.id ?? '', question?.id ?? '', { text: 'first' });
    await page.answer(attempt?.id ?? '', question?.id ?? '', { text: 'second' });
    const again = await openLearnerPage(room, { linkId });
    const { quiz } = (await again.read()).chapters[0] ?? {};
    expect(quiz?.attempt).toEqual({ ...attempt, responses: { [question?.id ?? '']: { text: 'second' } } });
  });

  test('keeps the questions it began with when the trainer changes them', async () => {
    const { chapterId, linkId } = await furnish();
    const page = await openLearnerPage(room, { linkId });
    const attempt = await page.begin(chapterId);
    const quiz = { title: 'Quiz', passMark: 1, attemptsAllowed: null, shuffle: false };
    await saveQuiz(
      room.ctx.db,
      room.service.organisation.id,
      chapterId,
      { ...quiz, version: 1, questions: [typed] },
      room.ctx.now(),
    );
    expect((await page.begin(chapterId)).questions).toEqual(attempt.questions);
    expect((await page.grade(attempt.id)).attempt.maxScore).toBe(4);
  });

  test('refuses answers that fit no question, and those of somebody else', async () => {
    const { chapterId, linkId } = await furnish();
    const page = await openLearnerPage(room, { linkId });
    const attempt = await page.begin(chapterId);
    const id = (type: string) => attempt.questions.find((question) => question.type === type)?.id ?? '';
    const put = (questionId: string, body: unknown, by = page) =>
      by.send(`/attempts/${attempt.id}/responses/${questionId}`, 'PUT', body).then(refusalOf);
    expect(await put(id('single-choice'), { choiceId: 'nope' })).toEqual([422, 'response-unfit']);
    expect(await put(id('single-choice'), { text: 'The scope statement' })).toEqual([422, 'response-unfit']);
    expect(await put(id('matching'), { matches: { nope: 'pays' } })).toEqual([422, 'response-unfit']);
    expect(await put(id('short-answer'), { text: 'x'.repeat(4001) })).toEqual([422, 'invalid-input']);
    expect(await put('nope', { text: 'x' })).toEqual([404, 'not-found']);
    const other = await openLearnerPage(room, { linkId, userId: room.otherLearnerId });
    expect(await put(id('short-answer'), { text: 'x' }, other)).toEqual([404, 'not-found']);
    expect(await refusalOf(await other.send(`/attempts/${attempt.id}/grade`, 'POST'))).toEqual([
      404,
      'not-found',
    ]);
  });

  test('is graded once, shows what was right, and takes no answer afterwards', async () => {
    const { chapterId, linkId } = await furnish();
    const page = await openLearnerPage(room, { linkId });
    const { attempt, chapter } = await takeQuiz(page, chapterId, true);
    expect(attempt).toMatchObject({ state: 'graded', score: 4, maxScore: 4, passed: true });
    expect(attempt.graded?.[0]).toMatchObject({
      correct: 'yes',
      feedback: ['Just so.'],
      rightAnswer: 'The scope statement',
    });
    expect(chapter.quiz).toMatchObject({
      counted: { score: 4, maxScore: 4, passed: true },
      attemptsLeft: null,
    });
    const [first] = attempt.questions;
    const late = await page.send(`/attempts/${attempt.id}/responses/${first?.id ?? ''}`, 'PUT', {
      choiceId: first?.choices[1]?.id,
    });
    expect(await refusalOf(late)).toEqual([409, 'attempt-graded']);
    expect((await page.grade(attempt.id)).attempt).toEqual(attempt);
    expect(await scoreRows(page)).toHaveLength(1);
  });

  test.each([
    ['when-done', ['kept', 'kept', 'shown']],
    ['after-attempt', ['shown', 'shown', 'shown']],
    ['never', ['kept', 'kept', 'kept']],
  ] as const)('keeps its right answers back until they may be shown: %s', async (showAnswers, expected) => {
    const { chapterId, linkId } = await furnish({ quiz: { showAnswers, attemptsAllowed: 3 } });
    const page = await openLearnerPage(room, { linkId });
    for (const now of expected) {
      const { attempt } = await takeQuiz(page, chapterId, false);
      expect(attempt.answersShown === 'yes' ? 'shown' : 'kept').toBe(now);
      const texts = JSON.stringify([attempt.graded, (await page.read()).chapters[0]?.quiz?.attempt?.graded]);
      expect(/scope creep|Sponsor → pays/i.test(texts)).toBe(now === 'shown');
    }
  });

  test('allows as many attempts as it says, also when they are asked for at once', async () => {
    const { chapterId, linkId } = await furnish({ quiz: { attemptsAllowed: 2 } });
    const page = await openLearnerPage(room, { linkId });
    expect((await takeQuiz(page, chapterId, false)).chapter.quiz?.attemptsLeft).toBe(1);
    const begun = await Promise.all([1, 2, 3].map(() => page.begin(chapterId)));
    expect(begun.map(({ number }) => number)).toEqual([2, 2, 2]);
    expect((await page.grade(begun[0]?.id ?? '')).chapter.quiz?.attemptsLeft).toBe(0);
    const refused = await Promise.all(
      [1, 2, 3].map(() => page.send(`/chapters/${chapterId}/attempts`, 'POST')),
    );
    for (const answer of refused) expect(await refusalOf(answer)).toEqual([409, 'attempts-used-up']);
  });
});

describe('the score', () => {
  test('reaches the gradebook; the best attempt counts and a worse one sends nothing', async () => {
    const { chapterId, linkId, lineItemId } = await furnish({ placed: 'chapter' });
    const page = await openLearnerPage(room, { linkId });
    expect((await takeQuiz(page, chapterId, true)).receipt).toMatchObject({
      state: 'waiting',
      scoreGiven: 4,
      scoreMaximum: 4,
    });
    await deliver(page);
    expect(await page.receipt()).toMatchObject({ state: 'sent', scoreGiven: 4, retryAt: null });
    expect(room.sandbox.result(lineItemId, room.learnerId)).toMatchObject({ resultScore: 100 });
    const worse = await takeQuiz(page, chapterId, false);
    expect(worse).toMatchObject({
      attempt: { score: 0, passed: false },
      chapter: { quiz: { counted: { score: 4, passed: true } } },
      receipt: { state: 'sent', scoreGiven: 4 },
    });
    expect(await scoreRows(page)).toHaveLength(1);
  });

  test('falls where the last attempt counts, and stays where the first one does', async () => {
    for (const [ofModule, gradePolicy, expected] of [
      ['best', 'last', [100, 0]],
      ['last', 'average', [100, 50]],
      ['last', 'first', [100, 100]],
      // A quiz that says nothing goes by its module.
      ['last', null, [100, 0]],
    ] as const) {
      const { chapterId, linkId, lineItemId, module } = await furnish({
        placed: 'chapter',
        quiz: { gradePolicy },
      });
      await room.service.organisation.json(`/api/modules/${module.id}`, {
        method: 'PATCH',
        body: { gradePolicy: ofModule },
      });
      const page = await openLearnerPage(room, { linkId });
      for (const [index, resultScore] of expected.entries()) {
        await takeQuiz(page, chapterId, index === 0);
        clock.aheadMs += 10_000;
        await deliver(page);
        expect(room.sandbox.result(lineItemId, room.learnerId)).toMatchObject({ resultScore });
      }
    }
  });

  test('of a module is the sum over its chapters, whichever comes first', async () => {
    const { chapterId, otherChapterId, linkId, lineItemId } = await furnish();
    const page = await openLearnerPage(room, { linkId });
    clock.aheadMs += 60_000;
    await Promise.all([
      takeQuiz(page, chapterId, true),
      page.watch(otherChapterId, { positionMs: 0, watched: [[0, 60_000]] }),
    ]);
    expect((await scoreRows(page)).at(-1)).toMatchObject({ given: 5, maximum: 5 });
    clock.aheadMs += 10_000;
    await deliver(page);
    expect(room.sandbox.result(lineItemId, room.learnerId)).toMatchObject({ resultScore: 100 });
  });

  test('never falls because the trainer added a quiz', async () => {
    const { otherChapterId, chapterId, linkId } = await furnish();
    const page = await openLearnerPage(room, { linkId });
    clock.aheadMs += 60_000;
    await takeQuiz(page, chapterId, true);
    await page.watch(otherChapterId, { positionMs: 0, watched: [[0, 60_000]] });
    const quiz = { title: 'Quiz', passMark: 1, attemptsAllowed: null, shuffle: false };
    await saveQuiz(
      room.ctx.db,
      room.service.organisation.id,
      otherChapterId,
      { ...quiz, version: 0, questions: [single, typed, pairs] },
      room.ctx.now(),
    );
    await page.watch(otherChapterId, { positionMs: 0, watched: [] });
    await takeQuiz(page, otherChapterId, false);
    expect((await scoreRows(page)).map(({ given, maximum }) => [given, maximum])).toEqual([
      [4, 5],
      [5, 5],
    ]);
  });

  test('that the platform could not take is announced to be sent again', async () => {
    const { chapterId, linkId } = await furnish();
    const page = await openLearnerPage(room, { linkId });
    await takeQuiz(page, chapterId, true);
    room.sandbox.faults.scores = { status: 503 };
    await deliver(page);
    const receipt = await page.receipt();
    expect(receipt).toMatchObject({ state: 'failed', scoreGiven: 4 });
    expect(Date.parse(receipt.retryAt ?? '')).toBeGreaterThan(room.ctx.now().getTime());
  });

  test('that the platform refused is kept, and offered again by the next launch alone', async () => {
    const { chapterId, linkId, lineItemId } = await furnish({ placed: 'chapter' });
    const page = await openLearnerPage(room, { linkId });
    await takeQuiz(page, chapterId, true);
    room.sandbox.faults.scores = { status: 422 };
    await deliver(page);
    expect(await page.receipt()).toMatchObject({ state: 'failed', retryAt: null });
    await page.watch(chapterId, { positionMs: 0, watched: [] });
    expect((await page.read()).receipt.state).toBe('failed');
    expect(await scoreRows(page)).toHaveLength(1);
    room.sandbox.faults.reset();
    clock.aheadMs += 5000;
    const next = await openLearnerPage(room, { linkId });
    expect((await next.read()).receipt).toMatchObject({ state: 'waiting', scoreGiven: 4 });
    await deliver(next);
    expect(await next.receipt()).toMatchObject({ state: 'sent' });
    expect(room.sandbox.result(lineItemId, room.learnerId)).toMatchObject({ resultScore: 100 });
  });

  test('is never sent for a trainer who looks in, who may try as often as needed', async () => {
    const { chapterId, linkId } = await furnish({ quiz: { attemptsAllowed: 1 } });
    const page = await openLearnerPage(room, { linkId, userId: room.teacherId });
    expect(await page.read()).toMatchObject({ role: 'trainer', graded: false });
    await takeQuiz(page, chapterId, true);
    const { receipt, chapter } = await takeQuiz(page, chapterId, false);
    expect(receipt.state).toBe('not-graded');
    expect(chapter.quiz).toMatchObject({ attemptsLeft: null, counted: { score: 4 } });
    expect(await scoreRows(page)).toEqual([]);
  });
});

describe('a download', () => {
  test('is the file under a safe name, counts as opened, and completes what asks for it', async () => {
    const { module, otherChapterId, linkId } = await furnish();
    const template = await addTemplate(module, otherChapterId, 'Ümfang "x".html');
    await room.ctx.db
      .updateTable('chapters')
      .set({ completion: JSON.stringify({ watchedShare: 0, quizPassed: false, templateOpened: true }) })
      .where('id', '=', otherChapterId)
      .execute();
    const page = await openLearnerPage(room, { linkId });
    const [before] = (await page.read()).chapters[1]?.attachments ?? [];
    expect(before?.opened).toBe(false);
    expect(before?.url).toContain(`/api/learn/${page.launchId}/attachments/${template.id}?`);
    expect((await fetch(`${room.service.url}${before?.url ?? ''}`)).status).toBe(200);
    expect((await fetch(`${room.service.url}${before?.url ?? ''}x`)).status).toBe(403);
    const answer = await page.send(`/attachments/${template.id}`);
    expect(await answer.text()).toBe(template.text);
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="?mfang \\"x\\".html"; filename*=UTF-8''%C3%9Cmfang%20%22x%22.html`,
    );
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const { chapters, receipt } = await page.read();
    expect(chapters[1]).toMatchObject({ complete: true, attachments: [{ opened: true }] });
    expect(receipt).toMatchObject({ state: 'waiting', scoreGiven: 1, scoreMaximum: 5 });
  });

  test('needs a signed address, or the launch’s cookie', async () => {
    const { module, linkId } = await furnish();
    const { id } = await addTemplate(module, null);
    const page = await openLearnerPage(room, { linkId });
    const bare = await fetch(`${room.service.url}/api/learn/${page.launchId}/attachments/${id}`);
    expect(await refusalOf(bare)).toEqual([401, 'launch-ended']);
  });
});
