import { t } from './texts.ts';
import '../ui/disclosure.css';

const keys = [
  ['play', 'K'],
  ['back', 'J'],
  ['on', 'L'],
  ['louder', '↑ ↓'],
  ['mute', 'M'],
  ['captions', 'C'],
  ['fullscreen', 'F'],
  ['speed', '< >'],
] as const;

/** The keys that the player knows while it has the focus; those of the picture only where there is one. */
export function Shortcuts({ hasPicture }: { hasPicture: boolean }) {
  const known = keys.filter(([name]) => hasPicture || (name !== 'captions' && name !== 'fullscreen'));
  return (
    <details class="disclosure keys">
      <summary>{t('keys.title')}</summary>
      <p class="quiet">{t('keys.text')}</p>
      <dl class="facts shortcuts">
        {known.map(([name, key]) => (
          <div key={name}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
