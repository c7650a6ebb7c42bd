import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sendGraphql, startTestApp } from './support/test-app.ts';

it('is answered as the first screen of the README shows', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, request = ''] = /<<'END'\n(.*?)\nEND\n/s.exec(readme) ?? [];
  const [, answer = ''] = /```json\n(.*?)```/s.exec(readme) ?? [];
  const app = await startTestApp();
  // As curl does with `-d @-`.
  const body: object = JSON.parse(request.replaceAll('\n', ''));
  const { data } = await sendGraphql(app.url, body);
  await app.stop();
  expect({ data }).toEqual(JSON.parse(answer));
});
