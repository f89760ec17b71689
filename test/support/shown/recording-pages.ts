import { dropFiles } from '../studio.ts';
import { studio, type ShownPage } from './shown-page.ts';

/** Recordings, from the first drop to the module. */
export const recordingPages: readonly ShownPage[] = [
  {
    name: 'library-empty',
    visitor: 'newcomer',
    async open(page, { url }) {
      await page.goto(url);
      await page.getByRole('button', { name: 'Choose files' }).waitFor();
    },
  },
  studio(
    'library',
    () => '/',
    (page) => page.getByText('Cutting chapter 3 of 5').first(),
  ),
  studio(
    'new-recording-empty',
    () => '/recordings/new',
    (page) => page.getByText(/^Drop the recording here/),
  ),
  {
    name: 'new-recording',
    visitor: 'administrator',
    async open(page, { url, files }) {
      await page.goto(`${url}/recordings/new`);
      await page.getByText(/^Drop the recording here/).waitFor();
      const { recording, outline, transcript, quiz, template } = files;
      await dropFiles(page, [recording, outline, transcript, quiz, template]);
      const list = page.getByRole('list', { name: 'Files of this recording' });
      await list.getByText('Uploaded').nth(3).waitFor();
      await page
        .getByText(/^5 chapters/)
        .first()
        .waitFor();
    },
  },
  studio(
    'recording',
    ({ recordings }) => `/recordings/${recordings.working}`,
    (page) => page.getByText('2 of 5 ready'),
  ),
  studio(
    'recording-failed',
    ({ recordings }) => `/recordings/${recordings.failed}`,
    (page) => page.getByRole('button', { name: 'Try again' }).first(),
  ),
  studio(
    'recording-needs-outline',
    ({ recordings }) => `/recordings/${recordings.waiting}`,
    (page) => page.getByRole('button', { name: 'Save outline and make chapters' }),
  ),
  studio(
    'recording-proposal',
    ({ recordings }) => `/recordings/${recordings.waiting}`,
    (page) => page.getByRole('button', { name: /^Propose/ }),
    async (page) => {
      await page.getByRole('button', { name: /^Propose/ }).click();
      await page.getByRole('button', { name: 'Use this outline' }).scrollIntoViewIfNeeded();
    },
  ),
  studio(
    'recording-ready',
    ({ recordings }) => `/recordings/${recordings.ready}`,
    (page) => page.getByRole('button', { name: 'Open module' }),
  ),
  {
    name: 'new-recording-folder',
    visitor: 'administrator',
    async open(page, { url, files }) {
      await page.goto(`${url}/recordings/new`);
      await page.getByText(/^Drop the recording here/).waitFor();
      await dropFiles(page, [files.archive]);
      const list = page.getByRole('list', { name: 'Files of this recording' });
      await list.getByText('Uploaded').nth(3).waitFor();
      await page.getByText(/files were left out/).waitFor();
    },
  },
];
