import { html, nothing, type TemplateResult } from 'lit';
import { Problem } from './api.ts';
import { PageElement } from './element.ts';
import { router } from './router.ts';
import { session } from './session.ts';
import { texts } from './texts/texts.ts';

/** Signing in or making an account, without leaving what one was about to do. */
export class FrAccountDialog extends PageElement {
  static override properties = {
    registering: { state: true },
    choosing: { state: true },
    failure: { state: true },
    busy: { state: true },
    shown: { state: true },
  };
  declare registering: boolean;
  /** Whether the password has to be replaced by one of one's own, as of those who got it from somebody else. */
  declare choosing: boolean;
  declare failure: string | undefined;
  declare busy: boolean;
  declare shown: boolean;
  private answer: ((signedIn: boolean) => void) | undefined;
  /** Whoever goes back has changed their mind. */
  private readonly onRoute = () => this.dialog?.close();

  constructor() {
    super();
    this.registering = false;
    this.choosing = false;
    this.busy = false;
    this.shown = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    router.addEventListener('change', this.onRoute);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    router.removeEventListener('change', this.onRoute);
  }

  /** Answers when the dialog is closed, whether somebody is signed in now. */
  async ask(): Promise<boolean> {
    this.registering = false;
    this.choosing = false;
    this.failure = undefined;
    await this.updateComplete;
    this.dialog?.showModal();
    return new Promise((resolve) => (this.answer = resolve));
  }

  protected override render(): TemplateResult {
    const words = texts.account;
    const title = this.choosing ? words.chooseTitle : this.registering ? words.registerTitle : words.signInTitle;
    return html`
      <dialog aria-labelledby="account-title" @close=${this.onClose}>
        <form @submit=${this.onSubmit}>
          <header>
            <h2 id="account-title">${title}</h2>
            <button type="button" class="icon-button" aria-label=${texts.close} @click=${() => this.dialog?.close()}>×</button>
          </header>
          <div role="alert">${this.failure ? html`<p class="notice notice-bad">${this.failure}</p>` : nothing}</div>
          ${this.choosing ? html`<p>${words.choose}</p>` : nothing}
          <label>
            ${words.username}
            <input name="username" autofocus required ?readonly=${this.choosing} maxlength="150" autocomplete="username" autocapitalize="none" spellcheck="false" />
          </label>
          <label>
            ${this.choosing ? words.passwordSoFar : words.password}
            <input name="password" required maxlength="128" minlength=${this.registering ? 8 : nothing}
              type=${this.shown ? 'text' : 'password'}
              autocomplete=${this.registering ? 'new-password' : 'current-password'} />
          </label>
          ${this.choosing
            ? html`<label>
                  ${words.newPassword}
                  <input name="new-password" required maxlength="128" minlength="8" aria-describedby="new-password-hint"
                    type=${this.shown ? 'text' : 'password'} autocomplete="new-password" />
                </label>
                <p class="quiet" id="new-password-hint">${words.passwordHint}</p>`
            : nothing}
          <label class="check">
            <input type="checkbox" .checked=${this.shown} @change=${() => (this.shown = !this.shown)} />
            ${words.showPassword}
          </label>
          ${this.registering
            ? html`
                <p class="quiet">${words.passwordHint}</p>
                <label>${words.email} <input name="email" type="email" maxlength="254" autocomplete="email" /></label>`
            : nothing}
          <button class="button" ?disabled=${this.busy}>
            ${this.choosing ? words.chooseAndSignIn : this.registering ? words.register : words.signIn}
          </button>
          ${this.choosing
            ? nothing
            : html`<button type="button" class="link" @click=${this.onSwitch}>
                ${this.registering ? words.toSignIn : words.toRegister}
              </button>`}
        </form>
      </dialog>`;
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector('dialog');
  }

  private onSwitch(): void {
    this.registering = !this.registering;
    this.failure = undefined;
    this.querySelector<HTMLInputElement>('input[name=username]')?.focus();
  }

  private async onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const field = (name: string) => String(data.get(name) ?? '');
    this.busy = true;
    this.failure = undefined;
    try {
      if (this.choosing) {
        await session.changePassword(field('username').trim(), field('password'), field('new-password'));
      } else if (this.registering) {
        await session.register(field('username').trim(), field('password'), field('email').trim());
      } else {
        await session.signIn(field('username').trim(), field('password'));
      }
      this.dialog?.close();
    } catch (e) {
      if (e instanceof Problem && e.type === 'password-change-required') {
        this.choosing = true;
        await this.updateComplete;
        this.querySelector<HTMLInputElement>('input[name=new-password]')?.focus();
      } else {
        this.failure = e instanceof Problem ? e.message : texts.problems.unknown;
      }
    } finally {
      this.busy = false;
    }
  }

  private onClose(): void {
    this.querySelector('form')?.reset();
    this.shown = false;
    this.answer?.(session.signedIn);
    this.answer = undefined;
  }
}

/** Answers whether somebody is signed in afterwards. */
export async function askToSignIn(): Promise<boolean> {
  const dialog = document.querySelector('fr-account-dialog') as FrAccountDialog | null;
  return dialog ? dialog.ask() : false;
}

customElements.define('fr-account-dialog', FrAccountDialog);
