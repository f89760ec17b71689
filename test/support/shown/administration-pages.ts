import { randomUUID } from 'node:crypto';
import { heading, nobody, studio, type ShownPage } from './shown-page.ts';

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
      await page.getByLabel('Your LMS').selectOption('Canvas');
      await page.getByRole('tab', { name: 'By hand' }).click();
      await page.getByLabel('Address of your Canvas').fill('school.instructure.com');
      await page.getByRole('textbox', { name: 'JSON URL' }).waitFor();
    },
  ),
  studio(
    'platforms-edit',
    () => '/platforms',
    (page) => page.getByText('Campus Moodle').first(),
    async (page) => {
      await page.getByRole('button', { name: 'Edit Campus Moodle' }).click();
      await page.getByLabel('Client id').waitFor();
    },
  ),
  studio(
    'platforms-deployment',
    () => '/platforms',
    (page) => page.getByText('Campus Moodle').first(),
    async (page) => {
      await page.getByRole('button', { name: 'Add a deployment' }).first().click();
      await page.getByLabel('Deployment id').waitFor();
    },
  ),
  studio(
    'platforms-remove-deployment',
    () => '/platforms',
    (page) => page.getByText('Campus Moodle').first(),
    async (page) => {
      await page
        .getByRole('button', { name: /^Remove .*deployment/i })
        .first()
        .click();
      await page.getByText(/go with it|Nothing is placed/).waitFor();
    },
  ),
  nobody('guide', '/guides/moodle', (page) => heading(page, 'By hand')),
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
