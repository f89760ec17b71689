import type { LineItem, RegisteredTool, ResourceLink, SandboxCourse, SandboxUser } from '../nouns.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { notice, page } from './layout.ts';

/** Who somebody can sign in as. */
export function signInPage(
  users: readonly SandboxUser[],
  describe: (user: SandboxUser) => string,
  returnTo: string,
): string {
  return page(
    { title: 'Who are you today?' },
    html`<p>This LMS has no passwords. Choose a person to see it through their eyes.</p>
      <ul class="people">
        ${users.map(
          (user) =>
            html`<li>
              <form method="post" action="/sign-in">
                <input type="hidden" name="userId" value="${user.id}" />
                <input type="hidden" name="return" value="${returnTo}" />
                <button><strong>${user.name}</strong> <span>${describe(user)}</span></button>
              </form>
            </li>`,
        )}
      </ul>
      ${users.length === 0 && notice('plain', 'Nobody is in this LMS yet.')}`,
  );
}

/** The courses somebody may open. */
export function coursesPage(
  user: SandboxUser,
  courses: readonly { course: SandboxCourse; role: string; activities: number }[],
): string {
  return page(
    { title: 'Courses', user },
    html`${courses.length === 0 && notice('plain', 'You are in no course yet.')}
      <ul class="cards">
        ${courses.map(
          ({ course, role, activities }) =>
            html`<li>
              <a href="/courses/${course.id}">
                <strong>${course.title}</strong>
                <span>${role}</span>
                <span>${countOf(activities, 'activity', 'activities')}</span>
              </a>
            </li>`,
        )}
      </ul>`,
  );
}

/** What a course page shows. */
export interface CoursePage {
  user: SandboxUser;
  course: SandboxCourse;
  teaches: boolean;
  links: readonly {
    link: ResourceLink;
    toolName: string;
    lineItem: LineItem | undefined;
    score: string | undefined;
  }[];
  /** The SCOs of SCORM packages, with what this person did in them. */
  scos: readonly { href: string; title: string; standing: string }[];
  /** Tools with a picker that are switched on. */
  pickers: readonly RegisteredTool[];
  said: Html | undefined;
}

/** A course: its activities, and what its teacher can add. */
export function coursePage(view: CoursePage): string {
  const { course, user, teaches, links } = view;
  return page(
    { title: course.title, user, trail: [['/courses', 'Courses']] },
    html`${view.said}
      <div class="actions">
        ${
          teaches &&
          view.pickers.map(
            (tool) =>
              html`<a class="button primary" href="/courses/${course.id}/add/${tool.clientId}"
                >Add content from ${tool.name}</a
              >`,
          )
        }
        <a class="button" href="/courses/${course.id}/gradebook">Gradebook</a>
      </div>
      <h2>Activities</h2>
      ${links.length + view.scos.length === 0 && html`<p class="quiet">${emptyCourse(view)}</p>`}
      <ol class="activities">
        ${links.map((row) => activity(course, row))}
        ${view.scos.map(
          ({ href, title, standing }) =>
            html`<li><a href="${href}">${title}</a> <span class="quiet">SCORM. ${standing}.</span></li>`,
        )}
      </ol>
      ${teaches && importForm(course)}`,
  );
}

function importForm(course: SandboxCourse): Html {
  return html`<h2>Import</h2>
    <form method="post" action="/courses/${course.id}/import" enctype="multipart/form-data" class="actions">
      <label>Common Cartridge or SCORM package <input type="file" name="package" required /></label>
      <button>Import</button>
    </form>`;
}

/** A tool's frame, as wide as the window, with a way to open it outside. */
export function activityPage(
  user: SandboxUser,
  course: SandboxCourse,
  link: ResourceLink,
  tool: RegisteredTool,
  around: { frame: FrameData; storage: Html | undefined },
): string {
  const source = `/launch/${link.id}`;
  const outside = html`<a class="button" href="${source}?target=window" target="_blank"
    >Open in a new window</a
  >`;
  return page(
    {
      title: link.title,
      user,
      wide: true,
      scripts: ['tool-frame.js'],
      trail: [
        ['/courses', 'Courses'],
        [`/courses/${course.id}`, course.title],
      ],
    },
    link.container === 'window'
      ? html`<p>This activity opens in a window of its own.</p>
          <p>${outside}</p>`
      : html`${toolFrame(source, link.title, new URL(link.url).origin, around.frame)}
          <p class="beside-frame">From ${tool.name}. ${outside}</p>
          ${around.storage}`,
  );
}

/** A tool's picker in a frame. */
export function pickerPage(
  user: SandboxUser,
  course: SandboxCourse,
  tool: RegisteredTool,
  around: { frame: FrameData; storage: Html | undefined },
): string {
  const title = `Add content from ${tool.name}`;
  return page(
    {
      title,
      user,
      wide: true,
      scripts: ['tool-frame.js'],
      trail: [
        ['/courses', 'Courses'],
        [`/courses/${course.id}`, course.title],
      ],
    },
    html`${toolFrame(
      `/courses/${course.id}/select/${tool.clientId}`,
      title,
      new URL(tool.deepLinkingUri ?? tool.targetLinkUri).origin,
      around.frame,
    )}
    ${around.storage}`,
  );
}

/** Of the messages that a tool's page may send: what those of Platform Storage begin with, and to which frame they go. */
export interface FrameData {
  subjects: string | undefined;
  target: string | undefined;
}

/** A frame with the permissions that Moodle gives. */
export function toolFrame(source: string, title: string, toolOrigin: string, data?: FrameData): Html {
  const features = ['microphone', 'camera', 'geolocation', 'midi', 'encrypted-media', 'autoplay'];
  const allow = features.map((feature) => `${feature} ${toolOrigin}`).join('; ');
  return html`<iframe
    class="tool"
    src="${source}"
    title="${title}"
    ${data?.subjects !== undefined && html`data-subjects="${data.subjects}"`}
    ${data?.target !== undefined && html`data-target="${data.target}"`}
    allow="${allow}"
    allowfullscreen
  ></iframe>`;
}

/** "1 activity", "5 activities". */
export function countOf(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function activity(course: SandboxCourse, row: CoursePage['links'][number]): Html {
  const { link, lineItem, score } = row;
  const graded = lineItem === undefined ? 'Not graded' : `Graded out of ${lineItem.scoreMaximum}`;
  return html`<li>
    <a href="/courses/${course.id}/links/${link.id}">${link.title}</a>
    <span class="quiet">${row.toolName}. ${graded}.${score !== undefined && ` Your result: ${score}.`}</span>
    ${link.text !== undefined && link.text !== '' && html`<p>${link.text}</p>`}
  </li>`;
}

function emptyCourse({ teaches, pickers }: CoursePage): string {
  if (!teaches) return 'Your teacher has added nothing yet.';
  return pickers.length > 0
    ? 'Nothing here yet. Add content to begin.'
    : 'Nothing here yet. An administrator must first register a tool under External tools.';
}
