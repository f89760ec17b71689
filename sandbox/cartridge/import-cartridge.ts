import { z } from 'zod';
import type { SandboxContext } from '../context.ts';
import { addResourceLink } from '../directory.ts';
import type { RegisteredTool, ResourceLink } from '../nouns.ts';
import { SandboxError } from '../sandbox-error.ts';
import { parseXml, textIn, type Manifest, type PackageFiles } from './unpack.ts';

const link = z.object({
  cartridge_basiclti_link: z.object({
    title: z.string(),
    description: z.string().optional(),
    launch_url: z.string(),
    custom: z.unknown().optional(),
  }),
});

/**
 * Makes an activity of each LTI link in a Common Cartridge, in the order of its tree. The tool is found by the host of
 * the launch address; custom parameters and grade columns do not come along, as in Moodle. A link of a tool that is not
 * registered is a 400, and nothing is imported.
 */
export function importCartridge(
  ctx: SandboxContext,
  courseId: string,
  files: PackageFiles,
  { entries, schema, version }: Manifest,
): ResourceLink[] {
  checkVersion(ctx, schema, version);
  const found = entries
    .filter(({ type }) => /^imsbasiclti_xmlv1p\d$/.test(type))
    .map(({ path, title }) => {
      const read = parseXml(textIn(files, path), link, path).cartridge_basiclti_link;
      return {
        title: title || read.title,
        url: read.launch_url,
        tool: toolFor(ctx, read.launch_url),
        ...(read.description === undefined ? {} : { text: read.description }),
      };
    });
  if (found.length === 0) throw new SandboxError(400, 'cartridge-empty', 'The cartridge has no LTI links.');
  return found.map(({ tool, ...own }) =>
    addResourceLink(ctx, { ...own, courseId, clientId: tool.clientId, container: 'iframe' }),
  );
}

/** Moodle takes Common Cartridge 1.1 and no other. */
function checkVersion(ctx: SandboxContext, schema: string, version: string): void {
  const isCartridge = /^IMS (?:Thin )?Common Cartridge$/.test(schema);
  const isTaken = ctx.profile.productFamilyCode !== 'moodle' || version.startsWith('1.1');
  if (!isCartridge || !isTaken) {
    throw new SandboxError(
      400,
      'cartridge-refused',
      `${schema} ${version} is no cartridge that this LMS takes.`,
    );
  }
}

function toolFor(ctx: SandboxContext, launchUrl: string): RegisteredTool {
  const host = URL.parse(launchUrl)?.host;
  const tool = ctx.state.tools.find(
    ({ state, targetLinkUri }) => state === 'active' && new URL(targetLinkUri).host === host,
  );
  if (tool === undefined) {
    throw new SandboxError(400, 'cartridge-without-tool', `No tool is registered for ${launchUrl}.`);
  }
  return tool;
}
