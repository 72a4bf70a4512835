import './app.css';
import { language } from './texts/texts.ts';
import './account-dialog.ts';
import './app.ts';

document.documentElement.lang = language;
