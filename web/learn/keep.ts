/**
 * A little memory of this browser for this page. Inside an LMS's frame a browser may refuse it: then nothing is
 * remembered, and nothing fails.
 */
export const keep = {
  get(key: string): unknown {
    try {
      const text = localStorage.getItem(prefix + key);
      return text === null ? undefined : JSON.parse(text);
    } catch {
      return undefined;
    }
  },
  set(key: string, value: unknown): void {
    try {
      localStorage.setItem(prefix + key, JSON.stringify(value));
    } catch {
      // The browser keeps nothing for pages in frames.
    }
  },
  remove(key: string): void {
    try {
      localStorage.removeItem(prefix + key);
    } catch {
      // As above.
    }
  },
};

const prefix = 'afterclass:';
