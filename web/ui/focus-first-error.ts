/** Moves focus to the first field with an error, once it is drawn; returns nothing to wait for. */
export function focusFirstError(form: EventTarget | null): void {
  if (!(form instanceof HTMLElement)) return;
  window.requestAnimationFrame(() => {
    form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  });
}
