import type { SandboxContext } from '../context.ts';
import { html } from './html.ts';
import type { FrameData } from './course-pages.ts';
import type { Html } from './html.ts';
import { framedPage } from './layout.ts';

/** Where the frame that keeps tools' data is served, on the origin of the authentication endpoint. */
export const storageFramePath = '/platform-storage';

/** What a page with a tool in it understands: the script `tool-frame.js` reads it from the tool's frame. */
export function frameData({ profile }: SandboxContext): FrameData {
  return {
    subjects: profile.answersCapabilities ? profile.storageSubjects : undefined,
    target: profile.storageTarget,
  };
}

/** What makes a page with a tool in it keep the tool's data: a script of its own, or a frame beside the tool's. */
export function platformStorage(ctx: SandboxContext): Html | undefined {
  const { storageTarget } = ctx.profile;
  if (storageTarget === undefined) return undefined;
  if (storageTarget === '_parent') return storageScript(ctx);
  return html`<iframe
    name="${storageTarget}"
    src="${ctx.serviceOrigin}${storageFramePath}"
    title="Platform Storage"
    hidden
  ></iframe>`;
}

/** The page inside that frame. */
export function storageFramePage(ctx: SandboxContext): string {
  return framedPage('Platform Storage', storageScript(ctx));
}

function storageScript(ctx: SandboxContext): Html {
  const fault = ctx.faults.storage ?? '';
  return html`<script
    src="/assets/platform-storage.js"
    type="module"
    data-subjects="${ctx.profile.storageSubjects}"
    data-fault="${fault}"
  ></script>`;
}
