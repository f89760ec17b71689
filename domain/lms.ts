/** LMSs that are known by name, in the order in which they are offered; each has a guide in docs/lms. */
export const lmss = ['moodle', 'canvas', 'blackboard', 'brightspace', 'sakai', 'schoology'] as const;
export type Lms = (typeof lmss)[number];

/** What each calls itself in LTI's `product_family_code`: some answers to an LMS depend on it. */
export const productFamilies: Record<Lms, string> = {
  moodle: 'moodle',
  canvas: 'canvas',
  blackboard: 'BlackboardLearn',
  brightspace: 'desire2learn',
  sakai: 'sakai',
  schoology: 'schoology',
};
