import { addedPictureSchema, quizSchema, type Module } from '../../domain/api/module.ts';
import type { ApiClient } from '../../src/demo/api-client.ts';
import { drawColumns } from './pictures.ts';

/** What the pictures of the budgeting chapter's quiz show. */
export const seededAlt = 'Four columns that rise from left to right';

/** Gives a question of the chapter on budgeting a wide picture, and two of its choices small ones, one without words. */
export async function seedPictures(api: ApiClient, module: Module): Promise<void> {
  const chapter = module.chapters.find(({ title }) => title === 'Budgeting');
  const path = `/api/chapters/${chapter?.id ?? ''}/quiz`;
  const give = async (bytes: Uint8Array, name: string) => {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(bytes)]), name);
    return addedPictureSchema.parse(await api.send('POST', `${path}/pictures`, form)).picture;
  };
  const chart = {
    ...(await give(drawColumns(1200, 500, [0.3, 0.5, 0.7, 0.95]), 'months.png')),
    alt: seededAlt,
  };
  const rising = {
    ...(await give(drawColumns(160, 120, [0.2, 0.5, 0.9]), 'ranges.png')),
    alt: 'Rising columns',
  };
  const level = await give(drawColumns(160, 120, [0.6, 0.6, 0.6]), 'level.png');
  const quiz = quizSchema.parse(await api.get(path));
  const questions = quiz.questions.map((question) => {
    if (question.title !== 'Good habits' || question.type !== 'multiple-choice') return question;
    const choices = question.choices.map((choice, index) => {
      const own = [rising, level][index];
      return own === undefined ? choice : { ...choice, pictures: [own] };
    });
    return { ...question, pictures: [chart], choices };
  });
  await api.put(path, { ...quiz, questions });
}
