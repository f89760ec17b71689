/** The functions of a run-time that are used, without the prefix of their version. */
export interface RunTime {
  call(name: 'Initialize' | 'Terminate' | 'Commit'): boolean;
  get(element: string): string;
  set(element: string, value: string): void;
}

/** How deep frames may be nested, and a window that opened a window. */
const maxSteps = 50;

/**
 * The run-time that an LMS put into a window above this one or beside its opener (SCORM 1.2 §3.3.6.1, SCORM 2004 RTE
 * §3.3): `API` with names such as LMSGetValue, or `API_1484_11`.
 */
export function findRunTime(name: 'API' | 'API_1484_11'): RunTime | undefined {
  const api = findAbove(window, name) ?? findAbove(opener(window), name);
  return api === undefined ? undefined : runTime(api, name === 'API' ? 'LMS' : '');
}

function runTime(api: object, prefix: string): RunTime {
  const call = (name: string, ...values: string[]): string => {
    const run: unknown = Reflect.get(api, `${prefix}${name}`);
    return typeof run === 'function' ? String(Reflect.apply(run, api, values)) : '';
  };
  return {
    call: (name) => call(name, '') === 'true',
    get: (element) => call('GetValue', element),
    set: (element, value) => void call('SetValue', element, value),
  };
}

function findAbove(start: Window | null, name: string): object | undefined {
  let at = start;
  for (let step = 0; at !== null && step < maxSteps; step += 1) {
    const api = read(at, name);
    if (typeof api === 'object' && api !== null) return api;
    if (at.parent === at) return findAbove(opener(at), name);
    at = at.parent;
  }
  return undefined;
}

function opener(of: Window): Window | null {
  const found = read(of, 'opener');
  // A window's opener is a window or nothing.
  return typeof found === 'object' && found !== of ? (found as Window | null) : null;
}

/** A window of another origin shows nothing of itself. */
function read(from: Window, name: string): unknown {
  try {
    return Reflect.get(from, name);
  } catch {
    return undefined;
  }
}
