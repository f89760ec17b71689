import type { LucideIcon } from 'lucide-preact';

/** An icon beside its word: hidden from screen readers, as high as the text asks (16 px unless told). */
export function Icon({ of: Drawing, size = 16 }: { of: LucideIcon; size?: number }) {
  return (
    <Drawing
      class="icon"
      size={size}
      strokeWidth={size > 20 ? 1.5 : 1.9}
      aria-hidden="true"
      focusable="false"
    />
  );
}
