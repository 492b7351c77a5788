import fs from 'node:fs';

const SAMPLE_MS = 50;

function statusOf(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    // It ended meanwhile.
    return '';
  }
}

function readProcess(pid) {
  const status = statusOf(pid);
  const number = name =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  return {
    pid: Number(pid),
    parent: number('PPid'),
    kilobytes: number('VmRSS'),
    isTerraform: /^Name:\s+(terraform|tofu)/m.test(status),
  };
}

/** Megabytes that Terraform and its providers hold at this moment, those alone that this process started. */
function terraformMemory() {
  const processes = fs
    .readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(readProcess);
  const parents = new Map(processes.map(({ pid, parent }) => [pid, parent]));
  const isOurs = pid =>
    pid === process.pid || (parents.has(pid) && isOurs(parents.get(pid)));
  return (
    processes
      .filter(({ pid, isTerraform }) => isTerraform && isOurs(pid))
      .reduce((sum, { kilobytes }) => sum + kilobytes, 0) / 1024
  );
}

/** The most that Terraform held during some work, in megabytes; undefined where there is no `/proc`. */
export async function peakTerraformMemory(work) {
  if (!fs.existsSync('/proc')) {
    await work();
    return undefined;
  }
  let peak = 0;
  const sampling = setInterval(() => {
    peak = Math.max(peak, terraformMemory());
  }, SAMPLE_MS);
  try {
    await work();
  } finally {
    clearInterval(sampling);
  }
  return peak;
}
