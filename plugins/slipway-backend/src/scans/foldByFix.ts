import {
  type FindingOrigin,
  type ImageFinding,
  type ScanFix,
  type VulnerablePackage,
} from '@slipway/plugin-slipway-common';

/** Digests of the base image's layers; `undefined` where the base image is not known. */
export type BaseLayers = ReadonlySet<string> | undefined;

/**
 * Where a finding comes from: by the layer that brought its package where the base image is known, otherwise by the kind of
 * package, since a base image brings packages of the operating system and a build brings those of a language.
 */
export function originOf(
  { packages }: ImageFinding,
  baseLayers: BaseLayers,
): FindingOrigin {
  if (packages.length === 0) {
    return 'unknown';
  }
  const inBase = ({ layer, manager }: VulnerablePackage) =>
    baseLayers && layer ? baseLayers.has(layer) : manager === 'OS';
  return packages.every(inBase) ? 'base-image' : 'application';
}

/** How many findings come from where. */
export function countOrigins(
  findings: readonly ImageFinding[],
  baseLayers: BaseLayers,
): Record<FindingOrigin, number> {
  const counts = { 'base-image': 0, application: 0, unknown: 0 };
  for (const finding of findings) {
    counts[originOf(finding, baseLayers)] += 1;
  }
  return counts;
}

/**
 * What clears findings, most first: the base image as a whole, and each package of the application. A finding without a fixed
 * version for every package of it is not in here.
 *
 * @param findings - worst first
 */
export function foldByFix(
  findings: readonly ImageFinding[],
  baseLayers: BaseLayers,
): ScanFix[] {
  const fixes = new Map<string, ScanFix>();
  for (const finding of findings) {
    const { packages, severity } = finding;
    const origin = originOf(finding, baseLayers);
    const [first] = packages;
    if (first && packages.every(({ fixedInVersion }) => fixedInVersion)) {
      const isBase = origin === 'base-image';
      const id = isBase ? origin : `${first.name} ${first.installedVersion}`;
      const fix = fixes.get(id) ?? {
        origin,
        package: isBase ? undefined : first.name,
        installedVersion: isBase ? undefined : first.installedVersion,
        clears: 0,
        severity,
      };
      fix.clears += 1;
      if (!isBase) {
        fix.fixedInVersion = later(fix.fixedInVersion, first.fixedInVersion);
      }
      fixes.set(id, fix);
    }
  }
  return [...fixes.values()].sort((a, b) => b.clears - a.clears);
}

// Good enough to name one version of several: numbers count as numbers. What a package manager thinks of suffixes is not known.
function later(a: string | undefined, b: string | undefined) {
  return a && b && a.localeCompare(b, 'en', { numeric: true }) > 0 ? a : b;
}
