import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A program that works in a folder of a process that is named. */
export type Program = { pid: number; command: string };

/** What works in folders of a process, also of one that is no more. */
export function programsOf(pid: number): Program[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      try {
        return readlinkSync(`/proc/${name}/cwd`).includes(`-${pid}-`)
          ? [
              {
                pid: Number(name),
                command: readFileSync(`/proc/${name}/cmdline`, 'utf8'),
              },
            ]
          : [];
      } catch {
        return [];
      }
    });
}

/** Its runs of one command of Terraform. */
export function terraformOf(pid: number, command: 'plan' | 'apply'): Program[] {
  return programsOf(pid).filter(program =>
    program.command.includes(`\0${command}\0`),
  );
}
