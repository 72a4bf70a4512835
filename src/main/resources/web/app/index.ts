import './app.css';
import './office/office.css';
import './office/editor/editor.css';
import './office/numbers/numbers.css';
import { language } from './texts/texts.ts';
import './account-dialog.ts';
import { FrApp } from './app.ts';
import { findVenue } from './venue.ts';

document.documentElement.lang = language;
await findVenue();
customElements.define('fr-app', FrApp);
