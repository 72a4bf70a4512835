import { LitElement } from 'lit';

/** All our elements: drawn into the page itself, so that one stylesheet is enough and labels reach their fields. */
export class PageElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /**
   * Does something during which the button that was pressed may be disabled or disappear. If it is gone afterwards, what
   * is named instead has the focus: otherwise people with a keyboard or a screen reader begin again at the top of the page.
   */
  protected async keepingFocus(act: () => unknown, instead: string): Promise<void> {
    const before = document.activeElement;
    const ours = before instanceof HTMLElement && this.contains(before);
    try {
      await act();
    } finally {
      await this.updateComplete;
      const nobody = document.activeElement === null || document.activeElement === document.body;
      if (ours && (nobody || document.activeElement === before)) {
        before.focus({ preventScroll: true });
        if (document.activeElement !== before) {
          this.querySelector<HTMLElement>(instead)?.focus({ preventScroll: true });
        }
      }
    }
  }
}
