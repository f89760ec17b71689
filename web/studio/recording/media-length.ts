const patienceMs = 8000;

/** How long a recording is, as this browser can tell; undefined when it cannot. */
export function readMediaLength(file: File): Promise<number | undefined> {
  const video = document.createElement('video');
  const url = URL.createObjectURL(file);
  return new Promise<number | undefined>((resolve) => {
    const done = () =>
      resolve(Number.isFinite(video.duration) ? Math.round(video.duration * 1000) : undefined);
    video.preload = 'metadata';
    video.onloadedmetadata = done;
    video.onerror = () => resolve(undefined);
    window.setTimeout(() => resolve(undefined), patienceMs);
    video.src = url;
  }).finally(() => {
    video.removeAttribute('src');
    URL.revokeObjectURL(url);
  });
}
