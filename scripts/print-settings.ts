import { writeFileSync } from 'node:fs';
import { renderDocs } from './settings-docs.ts';

/** Writes the settings and the vendors into `.env.example` and the README, from their definitions. */
for (const [file, text] of await renderDocs()) writeFileSync(new URL(`../${file}`, import.meta.url), text);
