import { html, type TemplateResult } from 'lit';
import { PageElement } from '../../element.ts';
import { officeTexts } from '../texts.ts';

/** Where the places of a screen are drawn. */
export class FrLayoutEditor extends PageElement {
  static override properties = { screenId: { type: Number } };
  declare screenId: number;

  protected override render(): TemplateResult {
    return html`<p class="quiet">${officeTexts.soon}</p>`;
  }
}

if (!customElements.get('fr-layout-editor')) {
  customElements.define('fr-layout-editor', FrLayoutEditor);
}
