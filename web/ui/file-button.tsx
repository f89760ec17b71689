import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import type { LucideIcon } from 'lucide-preact';
import { Button } from './button.tsx';

/** A button that lets a person choose files from their machine. */
export function FileButton(props: {
  children: ComponentChildren;
  onFiles: (files: readonly File[]) => void;
  variant?: 'primary' | 'normal' | 'quiet' | undefined;
  small?: boolean | undefined;
  icon?: LucideIcon | undefined;
  multiple?: boolean | undefined;
  /** Lets a person choose a folder, with all that is in it. */
  folder?: boolean | undefined;
  /** As of `<input accept>`. */
  accept?: string | undefined;
  busy?: boolean | undefined;
  label?: string | undefined;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        variant={props.variant}
        small={props.small}
        icon={props.icon}
        busy={props.busy}
        label={props.label}
        onClick={() => input.current?.click()}
      >
        {props.children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple={props.multiple}
        {...(props.folder ? { webkitdirectory: true } : {})}
        accept={props.accept}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (files.length > 0) props.onFiles(files);
        }}
      />
    </>
  );
}
