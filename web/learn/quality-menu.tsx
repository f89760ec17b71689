import { useEffect, useRef } from 'preact/hooks';
import { t } from './texts.ts';
import type { Quality, QualityChoice } from './use-quality.ts';

const menuId = 'quality-menu';
const buttonId = 'quality-button';

/** The list of forms that a clip can be played in, opened by `QualityButton`. */
export function QualityMenu({ quality }: { quality: QualityChoice }) {
  const menu = useRef<HTMLElement & { value?: string }>(null);
  const choose = useRef(quality.choose);
  choose.current = quality.choose;
  useEffect(() => {
    const element = menu.current;
    if (!element) return undefined;
    const onChange = () => {
      const chosen = quality.choices.find((choice) => choice === element.value);
      if (chosen !== undefined) choose.current(chosen);
    };
    element.addEventListener('change', onChange);
    return () => element.removeEventListener('change', onChange);
  }, [quality.choices.join()]);
  return (
    <media-chrome-menu ref={menu} id={menuId} hidden anchor={buttonId} aria-label={t('quality.menu')}>
      <NoMenuHeader />
      {quality.choices.map((choice) => (
        <media-chrome-menu-item
          key={choice}
          type="radio"
          value={choice}
          {...(choice === quality.chosen ? { checked: true } : {})}
        >
          {t(`quality.${choice}`)}
        </media-chrome-menu-item>
      ))}
    </media-chrome-menu>
  );
}

/** Shows what is chosen and opens the list. */
export function QualityButton({ chosen }: { chosen: Quality }) {
  return (
    <media-chrome-menu-button
      id={buttonId}
      class="player-quality"
      invoketarget={menuId}
      aria-label={t('quality.button', { quality: t(`quality.short.${chosen}`) })}
    >
      {t(`quality.short.${chosen}`)}
    </media-chrome-menu-button>
  );
}

/** Takes the place of a menu's way back to the menu above it, which a menu with none above has no use for. */
function NoMenuHeader() {
  return <span slot="header" hidden />;
}
