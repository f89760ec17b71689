import { blackboard } from './profiles/blackboard.ts';
import { brightspace } from './profiles/brightspace.ts';
import { canvas } from './profiles/canvas.ts';
import { moodle } from './profiles/moodle.ts';
import type { Profile } from './profiles/profile.ts';
import { sakai } from './profiles/sakai.ts';
import { schoology } from './profiles/schoology.ts';
import { strict } from './profiles/strict.ts';

/** The platforms whose habits the sandbox can take on, by name. */
export const profiles = {
  strict,
  moodle,
  canvas,
  blackboard,
  brightspace,
  sakai,
  schoology,
} satisfies Record<string, Profile>;

export type ProfileName = keyof typeof profiles;
