/** A turn of speech: who, where that was written, and what. */
export interface Turn {
  speaker?: string;
  text: string;
}

const names = /^([^\n:<>]{1,80}):[ \t]+(\S[\s\S]*)$/;

/**
 * Takes `Name: text` apart, as Zoom writes it. Only names that begin several cues count, or that look like one,
 * so that `And so: we begin` stays what was said.
 */
export function splitSpeakers(texts: readonly string[]): Turn[] {
  const candidates = texts.map((text) => names.exec(text)?.[1]?.trim());
  const counts = new Map<string, number>();
  for (const name of candidates) {
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const named = candidates.filter((name) => name !== undefined && isName(name, counts)).length;
  const isZoom = named * 2 > texts.length;
  return texts.map((text, index) => {
    const speaker = candidates[index];
    if (!isZoom || speaker === undefined || !isName(speaker, counts)) return { text };
    return { speaker, text: text.slice(text.indexOf(':') + 1).trim() };
  });
}

/** A name begins with a capital or is said again, and is no sentence. */
function isName(text: string, counts: ReadonlyMap<string, number>): boolean {
  const words = text.split(/\s+/);
  if (words.length > 7 || /[.?!,;]$|https?$/.test(text)) return false;
  return (
    (counts.get(text) ?? 0) > 1 ||
    words.every((word) => /^[\p{Lu}\p{Lo}\p{N}(["'#@]|^(?:van|von|de|der|da|di|la|le|bin|al)$/u.test(word))
  );
}
