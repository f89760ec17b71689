import type { VerifiedReturn } from '../deep-linking.ts';
import type { SandboxCourse } from '../nouns.ts';
import { countOf } from './course-pages.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { framedPage, notice } from './layout.ts';

/** What a tool's return will add, and the button that adds it; shown in the tool's frame, answered in the whole window. */
export function placementPage(course: SandboxCourse, verified: VerifiedReturn, placement: string): string {
  const { items } = verified;
  const said = html`${verified.message !== undefined && notice('plain', verified.message)}
  ${verified.errorMessage !== undefined && notice('bad', verified.errorMessage)}`;
  if (items.length === 0) return framedPage('Nothing was chosen', html`${said} ${backTo(course)}`);
  const activities = countOf(items.length, 'activity', 'activities');
  const columns = items.filter((item) => item['lineItem'] !== undefined).length;
  return framedPage(
    'The following will be added',
    html`${said}
      <p>
        ${activities} and ${countOf(columns, 'gradebook column', 'gradebook columns')} in ${course.title}.
      </p>
      <ol class="activities">
        ${items.map(itemRow)}
      </ol>
      <form method="post" action="/deep-link/place" target="_top" class="actions">
        <input type="hidden" name="placement" value="${placement}" />
        <button class="primary">Add ${activities}</button>
        <a class="button" href="/courses/${course.id}" target="_top">Add nothing</a>
      </form>`,
  );
}

/** Where a tool sends people back to when it cannot go on. */
export function returnedPage(course: SandboxCourse, said: readonly (string | undefined)[]): string {
  const messages = said.filter((message) => message !== undefined);
  return framedPage(
    'Back from the tool',
    html`${messages.map((message) => notice('bad', message))} ${backTo(course)}`,
  );
}

function backTo(course: SandboxCourse): Html {
  return html`<p>
    <a class="button" href="/courses/${course.id}" target="_top">Back to ${course.title}</a>
  </p>`;
}

function itemRow(item: Readonly<Record<string, unknown>>): Html {
  const { title, text, lineItem } = item;
  return html`<li>
    <strong>${typeof title === 'string' ? title : 'Untitled'}</strong>
    <span class="quiet">${lineItem === undefined ? 'Not graded' : 'With a gradebook column'}</span>
    ${typeof text === 'string' && html`<p>${text}</p>`}
  </li>`;
}
