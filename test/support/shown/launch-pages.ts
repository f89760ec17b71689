import { randomUUID } from 'node:crypto';
import { heading, nobody, type ShownPage } from './shown-page.ts';

const unknownLms = new URLSearchParams({
  iss: 'https://unknown.example.org',
  login_hint: '1',
  target_link_uri: 'https://unknown.example.org/',
}).toString();

/** What an LMS opens besides the learner’s page, and its refusals. */
export const launchPages: readonly ShownPage[] = [
  {
    name: 'picker',
    visitor: 'teacher',
    async open(page, { sandbox, lms, module }) {
      await page.goto(`${sandbox.origin}/courses/${lms.courseId}/select/${lms.clientId}`);
      await page.getByRole('checkbox', { name: module.title }).check();
      await page.getByText('5 activities, 5 grade columns').waitFor();
    },
  },
  {
    name: 'launch-places-nothing',
    visitor: 'teacher',
    async open(page, { sandbox, lms }) {
      await page.goto(`${sandbox.origin}/launch/${lms.emptyLinkId}?target=window`);
      await heading(page, 'This link places nothing yet').waitFor();
    },
  },

  {
    ...nobody('learn-ended', `/learn/${randomUUID()}`, (page) =>
      heading(page, 'This activity can’t be shown'),
    ),
    isRefused: true,
  },

  nobody('launch-refused', `/lti/login?${unknownLms}`, (page) =>
    heading(page, 'This activity could not be opened'),
  ),
  {
    name: 'launch-new-window',
    visitor: 'nobody',
    async open(page, { url, sandbox, lms }) {
      const { form } = sandbox.beginLaunch({
        userId: lms.learnerIds[0] ?? '',
        resourceLinkId: lms.moduleLinkId,
      });
      await page.goto(`${url}/lti/login/check?${new URLSearchParams(form).toString()}`);
      await heading(page, 'Open this activity in its own window').waitFor();
    },
  },
  {
    name: 'register',
    visitor: 'nobody',
    async open(page, { sandbox, invite }) {
      await page.goto(sandbox.registrationUrl(await invite()));
      await page.getByRole('button', { name: /^Connect / }).waitFor();
    },
  },
  {
    // Opened by itself, there is no LMS around it that could keep the login.
    name: 'launch-storage',
    visitor: 'nobody',
    async open(page, { url, sandbox, lms }) {
      const { form } = sandbox.beginLaunch({
        userId: lms.learnerIds[0] ?? '',
        resourceLinkId: lms.moduleLinkId,
      });
      const query = new URLSearchParams({ ...form, lti_storage_target: '_parent' });
      await page.goto(`${url}/lti/login/check?${query.toString()}`);
      await page.getByRole('link', { name: 'Open in a new window' }).waitFor();
    },
  },
];
