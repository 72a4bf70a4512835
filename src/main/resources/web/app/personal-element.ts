import { html, type TemplateResult } from 'lit';
import { askToSignIn } from './account-dialog.ts';
import { PageElement } from './element.ts';
import { session } from './session.ts';
import { Watching } from './store.ts';
import { texts } from './texts/texts.ts';

/** A view of what belongs to the reader: read anew when somebody else signs in, here or in another tab. */
export abstract class PersonalElement extends PageElement {
  private readonly onSession = () => {
    this.forget();
    void this.load();
  };

  constructor() {
    super();
    new Watching(this, session);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    session.addEventListener('change', this.onSession);
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    session.removeEventListener('change', this.onSession);
  }

  /** What is shown may be somebody else's now. */
  protected abstract forget(): void;

  /** Asks the service, if somebody is signed in. */
  protected abstract load(): Promise<void>;

  /** An answer that comes after somebody else has signed in is not for them. */
  protected async forThisReader<T>(answer: Promise<T>, take: (answer: T) => void): Promise<void> {
    const reader = session.username;
    const found = await answer;
    if (reader === session.username) {
      take(found);
    }
  }

  protected drawSignInFirst(): TemplateResult {
    return html`
      <p>${texts.bookings.signInFirst}</p>
      <p><button type="button" class="button" @click=${() => askToSignIn()}>${texts.nav.signIn}</button></p>`;
  }
}
