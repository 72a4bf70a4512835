import { html } from 'lit';

/** Three rows of a hall, the front one lit. */
export const logo = html`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
  <path class="logo-front" d="M5 11.5 Q16 5 27 11.5" />
  <path class="logo-row" d="M5 18.5 Q16 12 27 18.5" />
  <path class="logo-row" d="M5 25.5 Q16 19 27 25.5" />
</svg>`;
