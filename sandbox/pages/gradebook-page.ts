import type { LineItem, Result, SandboxUser } from '../nouns.ts';
import type { Gradebook } from '../types.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { moment, page } from './layout.ts';

/** Learners by columns, with score, comment and when it arrived. The script fetches the page again every few seconds. */
export function gradebookPage(user: SandboxUser, gradebook: Gradebook): string {
  const { course, columns } = gradebook;
  return page(
    {
      title: 'Gradebook',
      user,
      wide: true,
      scripts: ['gradebook.js'],
      trail: [
        ['/courses', 'Courses'],
        [`/courses/${course.id}`, course.title],
      ],
    },
    html`<div id="gradebook">
      ${columns.length === 0 ? html`<p class="quiet">No activity of this course is graded yet.</p>` : table(gradebook)}
    </div>`,
  );
}

/** "4 / 5", with at most two decimals. */
export function scoreText(resultScore: number, item: LineItem): string {
  return `${Number(resultScore.toFixed(2))} / ${item.scoreMaximum}`;
}

function table({ course, columns, rows }: Gradebook): Html {
  return html`<div class="scroll" role="region" aria-label="Results of ${course.title}" tabindex="0">
    <table>
      <caption>
        Results of ${course.title}
      </caption>
      <thead>
        <tr>
          <th scope="col">Learner</th>
          ${columns.map((item) => html`<th scope="col">${item.label} <span class="quiet">out of ${item.scoreMaximum}</span></th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <th scope="row">${row.user.name}</th>
              ${columns.map((item, index) => html`<td>${cell(item, row.results[index])}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function cell(item: LineItem, result: Result | undefined): Html {
  if (result === undefined) return html`<span class="quiet">No result</span>`;
  const { resultScore, comment } = result;
  return html`${resultScore === undefined ? html`<span class="quiet">Not graded: ${result.gradingProgress}</span>` : html`<strong class="score">${scoreText(resultScore, item)}</strong>`}
    ${comment !== undefined && html`<span class="comment">${comment}</span>`}
    <span class="quiet">${moment(result.receivedAt)}</span>`;
}
