import { heading, nobody, type ShownPage } from './shown-page.ts';

/** Before somebody is signed in. */
export const accountPages: readonly ShownPage[] = [
  nobody('set-up', '/set-up#token', (page) => page.getByLabel('What is your organisation called?')),
  nobody('set-up-needs-key', '/set-up', (page) => heading(page, 'This address lacks its key')),
  nobody('welcome', '/welcome#token', (page) => page.getByLabel('What is your name?')),
  nobody('sign-in', '/', (page) => page.getByLabel('E-mail address')),
];
