import path from 'node:path';
import express, { type Handler, type Response } from 'express';
import { allowFraming } from '../middleware/security-headers.ts';
import { html, type Html } from './html.ts';

/** Where the pages' stylesheet and scripts are served; nothing is inline. */
const pageAssetsPath = '/lti/assets';

/** The files behind `pageAssetsPath`. */
export function servePageAssets(): Handler {
  return express.static(path.join(import.meta.dirname, 'assets'), { maxAge: '1h', fallthrough: false });
}

/** A small page of the service itself, outside the studio. */
export interface Page {
  title: string;
  body: Html;
  /** Name of a file under `assets/`. */
  script?: string;
  /** Has tables to read. */
  isWide?: boolean;
}

/** Sends a page; these origins may frame it. It keeps its opener, and nothing caches it (LTI.md rules 12 and 13). */
export function sendPage(
  res: Response,
  status: number,
  page: Page,
  frameOrigins: readonly string[] = [],
): void {
  allowFraming(res, frameOrigins);
  res.status(status).type('html').set('Cache-Control', 'no-store').send(renderPage(page).markup);
}

function renderPage({ title, body, script, isWide = false }: Page): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Afterclass</title>
        <link rel="stylesheet" href="${pageAssetsPath}/page.css" />
        ${
          script === undefined
            ? undefined
            : html`<script type="module" src="${pageAssetsPath}/${script}"></script>`
        }
      </head>
      <body>
        <main${isWide ? { markup: ' class="wide"' } : undefined}>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`;
}
