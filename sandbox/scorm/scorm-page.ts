import type { ManifestEntry } from '../cartridge/unpack.ts';
import type { SandboxCourse, SandboxUser } from '../nouns.ts';
import { html } from '../pages/html.ts';
import { page } from '../pages/layout.ts';
import type { ScormData, ScormPackage } from './scorm-packages.ts';

/** A SCO in its frame. The run-time (assets/scorm.js with scorm-again) reads what it needs from the frame's element. */
export function scormPage(
  user: SandboxUser,
  course: SandboxCourse,
  sco: { package: ScormPackage; item: ManifestEntry; data: ScormData },
): string {
  const { package: own, item, data } = sco;
  return page(
    {
      title: item.title,
      user,
      wide: true,
      scripts: ['scorm.js'],
      trail: [
        ['/courses', 'Courses'],
        [`/courses/${course.id}`, course.title],
      ],
    },
    html`<iframe
      class="tool"
      id="sco"
      title="${item.title}"
      data-src="/scorm/${own.id}/content/${item.path}"
      data-commit="/scorm/${own.id}/items/${item.identifier}/commit"
      data-edition="${own.edition}"
      data-learner-id="${user.id}"
      data-learner-name="${user.familyName}, ${user.givenName}"
      data-record="${JSON.stringify(data)}"
      allowfullscreen
    ></iframe>`,
  );
}
