import { randomUUID } from 'node:crypto';
import { heading, studio, type ShownPage } from './shown-page.ts';

/** Platforms, people and tokens. */
export const administrationPages: readonly ShownPage[] = [
  studio(
    'platforms',
    () => '/platforms',
    (page) => page.getByText('Campus Moodle').first(),
  ),
  studio(
    'platforms-add',
    () => '/platforms',
    (page) => page.getByText('Campus Moodle').first(),
    async (page) => {
      await page.getByRole('button', { name: 'Add an LMS' }).click();
      await page.getByRole('textbox', { name: 'Registration address' }).waitFor();
    },
  ),
  studio(
    'platforms-by-hand',
    () => '/platforms',
    (page) => page.getByText('Campus Moodle').first(),
    async (page) => {
      await page.getByRole('button', { name: 'Add an LMS' }).click();
      await page.getByRole('tab', { name: 'By hand' }).click();
      await page.getByRole('button', { name: 'Add LMS' }).waitFor();
    },
  ),
  studio(
    'settings',
    () => '/settings',
    (page) => page.getByText('sam@northwind.example').first(),
  ),
  studio(
    'settings-add-person',
    () => '/settings',
    (page) => page.getByRole('button', { name: 'Add a person' }),
    async (page) => {
      await page.getByRole('button', { name: 'Add a person' }).click();
      await page.getByRole('button', { name: 'Make the link' }).waitFor();
    },
  ),
  {
    ...studio(
      'not-found',
      () => `/modules/${randomUUID()}`,
      (page) => heading(page, 'No such module'),
    ),
    isRefused: true,
  },
];
