import { accountPages } from './shown/account-pages.ts';
import { administrationPages } from './shown/administration-pages.ts';
import { launchPages } from './shown/launch-pages.ts';
import { learnerPages } from './shown/learner-pages.ts';
import { modulePages } from './shown/module-pages.ts';
import { quizPages } from './shown/quiz-pages.ts';
import { recordingPages } from './shown/recording-pages.ts';
import type { ShownPage } from './shown/shown-page.ts';

/** Every page, in an order in which what one does suits the next. */
export const shownPages: readonly ShownPage[] = [
  ...accountPages,
  ...learnerPages,
  ...recordingPages,
  ...modulePages,
  ...quizPages,
  ...administrationPages,
  ...launchPages,
];
