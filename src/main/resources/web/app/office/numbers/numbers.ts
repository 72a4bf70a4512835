import { html, type TemplateResult } from 'lit';
import { PageElement } from '../../element.ts';
import { officeTexts } from '../texts.ts';

/** What the house sold, and when. */
export class FrNumbers extends PageElement {
  static override properties = { path: { attribute: false } };
  /** What comes behind `#/office/numbers/`. */
  declare path: string[];

  protected override render(): TemplateResult {
    return html`
      <h1 tabindex="-1">${officeTexts.nav.numbers}</h1>
      <p class="quiet">${officeTexts.soon}</p>`;
  }
}

customElements.define('fr-numbers', FrNumbers);
