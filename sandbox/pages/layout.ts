import type { SandboxUser } from '../nouns.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

/** What surrounds a page's own content. */
export interface PageFrame {
  title: string;
  user?: SandboxUser | undefined;
  /** Where the reader is: pairs of address and name, from the top. */
  trail?: readonly (readonly [href: string, name: string])[];
  scripts?: readonly string[];
  /** The content takes the whole width, for a tool's frame. */
  wide?: boolean;
}

/** A whole page of the LMS. */
export function page(frame: PageFrame, content: Html): string {
  const { title, user, trail = [] } = frame;
  return document(
    title,
    frame.scripts ?? [],
    html`<a class="skip" href="#content">Skip to the content</a>
      <header class="top">
        <a class="brand" href="/courses">Sandbox LMS</a>
        ${user !== undefined && navigation(user)}
      </header>
      <main id="content" class="${frame.wide === true ? 'wide' : 'narrow'}" tabindex="-1">
        ${
          trail.length > 0 &&
          html`<nav class="trail" aria-label="You are here">
            ${trail.map(([href, name]) => html`<a href="${href}">${name}</a><span aria-hidden="true"> / </span>`)}
          </nav>`
        }
        <h1>${title}</h1>
        ${content}
      </main>
      <footer class="foot">A practice LMS. Nobody and nothing in it is real.</footer>`,
  );
}

/** A page without header and footer, for what is shown inside a frame. */
export function framedPage(title: string, content: Html, scripts: readonly string[] = []): string {
  return document(
    title,
    scripts,
    html`<main class="framed">
      <h1>${title}</h1>
      ${content}
    </main>`,
  );
}

/** A page that posts a form on at once, and shows a button where scripts are off. */
export function postOnPage(title: string, action: string, form: Readonly<Record<string, string>>): string {
  const fields = Object.entries(form).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  return framedPage(
    title,
    html`<form id="post-on" method="post" action="${action}">
      ${fields}
      <button class="primary">Continue</button>
    </form>`,
    ['post-on.js'],
  );
}

/** A moment: machine-readable, and in the reader's own locale once the script has run. */
export function moment(iso: string): Html {
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`;
}

/** A message at the top of a page; `bad` interrupts a screen reader, the others wait. */
export function notice(kind: 'good' | 'bad' | 'plain', text: string): Html {
  const word = { good: 'Done', bad: 'Problem', plain: 'Note' }[kind];
  return html`<p class="notice ${kind}" role="${kind === 'bad' ? 'alert' : 'status'}">
    <strong>${word}:</strong> ${text}
  </p>`;
}

function navigation(user: SandboxUser): Html {
  return html`<nav class="main-nav" aria-label="Main">
      <a href="/courses">Courses</a>
      ${user.isAdministrator && html`<a href="/admin/tools">External tools</a>`}
    </nav>
    <div class="who">
      <span><span class="on-wide">Signed in as </span><strong>${user.name}</strong></span>
      <a href="/sign-in">Switch person</a>
    </div>`;
}

function document(title: string, scripts: readonly string[], body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} – Sandbox LMS</title>
        <link rel="icon" href="/assets/icon.svg" />
        <link rel="stylesheet" href="/assets/sandbox.css" />
        ${['times.js', ...scripts].map((script) => html`<script src="/assets/${script}" type="module"></script>`)}
      </head>
      <body>
        ${body}
      </body>
    </html>`.text;
}
