import { html, nothing, type TemplateResult } from 'lit';
import { PageElement } from '../element.ts';
import { router } from '../router.ts';
import { officeTexts } from './texts.ts';
import { texts } from '../texts/texts.ts';

export interface Question {
  title: string;
  text: string | TemplateResult;
  yes: string;
  /** Whether it takes something away for good. */
  bad?: boolean;
  /** Absent if there is nothing to decide. */
  no?: string | null;
}

/** Asks before something is done that cannot be undone. */
export class FrConfirm extends PageElement {
  static override properties = { question: { state: true } };
  declare question: Question | undefined;
  private answer: ((yes: boolean) => void) | undefined;
  private readonly onRoute = () => this.dialog?.close();

  override connectedCallback(): void {
    super.connectedCallback();
    router.addEventListener('change', this.onRoute);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    router.removeEventListener('change', this.onRoute);
    this.onClose();
  }

  async ask(question: Question): Promise<boolean> {
    this.question = question;
    await this.updateComplete;
    const dialog = this.dialog;
    if (dialog) {
      dialog.returnValue = '';
      dialog.showModal();
    }
    return new Promise((resolve) => (this.answer = resolve));
  }

  protected override render(): TemplateResult {
    const question = this.question;
    return html`<dialog aria-labelledby="confirm-title" aria-describedby="confirm-text" @close=${this.onClose}>
      ${question
        ? html`<form method="dialog">
            <header><h2 id="confirm-title">${question.title}</h2></header>
            <div id="confirm-text">${question.text}</div>
            <div class="actions">
              ${question.no === null
                ? nothing
                : html`<button class="button button-plain" value="no" autofocus>${question.no ?? texts.bookings.keep}</button>`}
              <button class="button ${question.bad ? 'button-bad' : ''}" value="yes">${question.yes}</button>
            </div>
          </form>`
        : html`<h2 id="confirm-title">${officeTexts.title}</h2><p id="confirm-text"></p>`}
    </dialog>`;
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector('dialog');
  }

  private onClose(): void {
    this.answer?.(this.dialog?.returnValue === 'yes');
    this.answer = undefined;
  }
}

export async function askToConfirm(question: Question): Promise<boolean> {
  const dialog = document.querySelector('fr-confirm') as FrConfirm | null;
  return dialog ? dialog.ask(question) : false;
}

customElements.define('fr-confirm', FrConfirm);
