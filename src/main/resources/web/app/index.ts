import './app.css';
import './office/editor/editor.css';
import { language } from './texts/texts.ts';
import './account-dialog.ts';
import { FrApp } from './app.ts';
import { findVenue } from './venue.ts';

document.documentElement.lang = language;
await findVenue();
customElements.define('fr-app', FrApp);
