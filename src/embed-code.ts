import escapeHtml from 'escape-html';

/** How large a frame is unless its page asks for less. */
const width = 960;
const height = 760;

/** The address of a public page. */
export function embedUrl(publicUrl: string, key: string): string {
  return `${publicUrl}/embed/${key}`;
}

/** The frame's size within what a page can hold. */
export function frameSize(most: { maxwidth?: number | undefined; maxheight?: number | undefined } = {}): {
  width: number;
  height: number;
} {
  return {
    width: Math.min(width, most.maxwidth ?? width),
    height: Math.min(height, most.maxheight ?? height),
  };
}

/** The code that shows a public page inside another. */
export function embedCode(url: string, title: string, size = frameSize()): string {
  return (
    `<iframe src="${escapeHtml(url)}" title="${escapeHtml(title)}" width="${size.width}" height="${size.height}" ` +
    'style="border: 0; max-width: 100%" allow="fullscreen; autoplay" loading="lazy" allowfullscreen></iframe>'
  );
}
