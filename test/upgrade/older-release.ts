import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The last commit that the code of today must run beside. A release takes this to the one before it. */
export const OLDER_COMMIT = 'd10f0f156af50b3760eb00d69d8b3f34cad21b66';

/** The code of an older commit, which runs with the packages of this one. */
export type OlderRelease = {
  /** Its command. */
  readonly main: string;
  remove(): void;
};

/** Takes an older commit out of the repository. Throws where that has no such commit, as in a shallow clone. */
export function checkOut(commit: string): OlderRelease {
  const folder = mkdtempSync(join(tmpdir(), 'phone-numbers-older-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const archive = execFileSync('git', ['archive', commit, 'src', 'package.json'], {
      ...{ cwd: ROOT, maxBuffer: 256 * 1024 * 1024, stdio: ['ignore', 'pipe', 'pipe'] },
    });
    execFileSync('tar', ['-x', '-C', folder], { input: archive });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
  } catch (cause) {
    remove();
    const advice = 'In a shallow clone, `git fetch --unshallow` brings it.';
    throw new Error(`The code of ${commit} cannot be had from the repository. ${advice}`, { cause });
  }
  return { main: join(folder, 'src/cli/phone-numbers.js'), remove };
}
