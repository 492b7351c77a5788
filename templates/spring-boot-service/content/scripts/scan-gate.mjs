#!/usr/bin/env node
// Generated from Slipway's own rule for images; change it there. Says whether the
// environment lets the image in IMAGE run, and fails when it does not. Needs
// STATE_BUCKET, where the policy lies, and the AWS CLI.

import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

var SCAN_STATUS_WORDS = {
  passing: "passing",
  blocked: "blocked by policy",
  outdated: "scan too old",
  "not-scanned": "not scanned",
  "in-progress": "scan in progress",
  expired: "scan expired",
  unsupported: "not supported by the scanner",
  failed: "scan failed",
  archived: "archived",
  "not-in-registry": "no longer in the registry",
  "not-private": "not from a private registry"
};
function describeJudgement(judgement) {
  const { status, reasons } = judgement;
  const words = SCAN_STATUS_WORDS[status];
  return reasons.length > 0 ? `${words} (${reasons.join("; ")})` : words;
}

var SEVERITIES = [
  "CRITICAL",
  "HIGH",
  "MEDIUM",
  "LOW",
  "INFORMATIONAL",
  "UNDEFINED",
  "UNTRIAGED"
];
function imageFindings(pages) {
  const findings = pages.flatMap(({ imageScanFindings: found }) => [
    ...(found?.findings ?? []).map(basicFinding),
    ...(found?.enhancedFindings ?? []).map(enhancedFinding)
  ]);
  return findings.sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || (b.score ?? 0) - (a.score ?? 0)
  );
}
function isoTime(time) {
  if (time === void 0) {
    return void 0;
  }
  const moment = new Date(typeof time === "number" ? time * 1e3 : time);
  return Number.isNaN(moment.getTime()) ? void 0 : moment.toISOString();
}
function basicFinding(finding) {
  const attribute = (key) => finding.attributes?.find((candidate) => candidate.key === key)?.value;
  const name = attribute("package_name");
  return {
    name: finding.name ?? "unnamed",
    severity: toSeverity(finding.severity),
    packages: name ? [
      {
        name,
        installedVersion: attribute("package_version"),
        manager: "OS"
      }
    ] : [],
    score: toScore(attribute("CVSS3_SCORE") ?? attribute("CVSS2_SCORE")),
    uri: httpUri(finding.uri)
  };
}
function enhancedFinding(finding) {
  const details = finding.packageVulnerabilityDetails;
  return {
    name: details?.vulnerabilityId ?? finding.title ?? "unnamed",
    severity: toSeverity(finding.severity),
    packages: (details?.vulnerablePackages ?? []).map((vulnerable) => ({
      name: vulnerable.name ?? "unnamed",
      installedVersion: vulnerable.version,
      fixedInVersion: knownVersion(vulnerable.fixedInVersion),
      manager: vulnerable.packageManager ?? "unknown",
      layer: vulnerable.sourceLayerHash,
      path: vulnerable.filePath
    })),
    score: finding.score,
    exploitAvailable: finding.exploitAvailable ? finding.exploitAvailable === "YES" : void 0,
    firstSeenAt: isoTime(finding.firstObservedAt),
    uri: httpUri(details?.sourceUrl)
  };
}
function toSeverity(text) {
  return text && SEVERITIES.includes(text) ? text : "UNDEFINED";
}
function toScore(text) {
  const score = Number(text);
  return text && Number.isFinite(score) ? score : void 0;
}
function knownVersion(version) {
  return version && version !== "NotAvailable" ? version : void 0;
}
function httpUri(uri) {
  return uri && /^https?:\/\//.test(uri) ? uri : void 0;
}

var DAY_MS = 24 * 60 * 60 * 1e3;
var STATUSES = {
  COMPLETE: "ended",
  ACTIVE: "ended",
  IN_PROGRESS: "in-progress",
  PENDING: "in-progress",
  FAILED: "failed",
  LIMIT_EXCEEDED: "failed",
  UNSUPPORTED_IMAGE: "unsupported",
  SCAN_ELIGIBILITY_EXPIRED: "expired",
  FINDINGS_UNAVAILABLE: "not-scanned",
  IMAGE_ARCHIVED: "archived"
};
var MEANINGS = {
  "not-scanned": "The registry has no scan of this digest",
  "in-progress": "The scan has not ended yet",
  expired: "The registry no longer scans this digest and has closed its findings: none shown does not mean none",
  unsupported: "The scanner does not know the operating system or the kind of this image",
  failed: "The scan failed",
  archived: "The image is archived: it is neither scanned nor pulled, and the next task cannot start"
};
function judgeScan(scan, policy, now) {
  switch (scan.kind) {
    case "not-in-registry":
      return unscanned("not-in-registry", missing(scan.platforms));
    case "not-scanned":
      return unscanned("not-scanned");
    case "scan":
    default:
      return judgePages(scan.pages, policy, now);
  }
}
function unscanned(status, reason = MEANINGS[status]) {
  return {
    status,
    reasons: reason ? [reason] : [],
    severityCounts: {},
    accepted: []
  };
}
function isAccepted(accepted, now) {
  return now.getTime() < Date.parse(accepted.expires) + DAY_MS;
}
function missing(platforms) {
  return platforms ? `The index has no image for the architecture that runs, only for ${platforms.join(", ") || "none"}: the next task cannot start` : "The registry does not have this digest: the next task cannot start";
}
function judgePages(pages, policy, now) {
  const [first] = pages;
  const found = first?.imageScanFindings;
  const { status = "", description } = first?.imageScanStatus ?? {};
  const known = STATUSES[status] ?? "not-scanned";
  const facts = {
    severityCounts: countsOf(pages),
    accepted: acceptedOf(pages, policy, now),
    scannedAt: isoTime(found?.imageScanCompletedAt),
    databaseUpdatedAt: isoTime(found?.vulnerabilitySourceUpdatedAt)
  };
  if (known !== "ended") {
    const { reasons: reasons2 } = unscanned(known);
    return {
      ...facts,
      status: known,
      reasons: description ? [...reasons2, description] : reasons2
    };
  }
  const blocking = blockingReason(pages, policy, facts);
  const age = ageReason(facts.scannedAt, policy, now);
  const reasons = [blocking, age].filter((reason) => reason !== void 0);
  const ageStatus = age ? "outdated" : "passing";
  return { ...facts, status: blocking ? "blocked" : ageStatus, reasons };
}
function countsOf(pages) {
  const counts = {};
  const stated = pages[0]?.imageScanFindings?.findingSeverityCounts ?? {};
  for (const [severity, count = 0] of Object.entries(stated)) {
    counts[severity] = count;
  }
  const listed = {};
  for (const { severity } of imageFindings(pages)) {
    listed[severity] = (listed[severity] ?? 0) + 1;
    counts[severity] = Math.max(counts[severity] ?? 0, listed[severity]);
  }
  return counts;
}
function acceptedOf(pages, policy, now) {
  const ids = new Set(
    policy.acceptedVulnerabilities.filter((accepted) => isAccepted(accepted, now)).map(({ id }) => id)
  );
  if (ids.size === 0) {
    return [];
  }
  const names = imageFindings(pages).map(({ name }) => name);
  return [...new Set(names.filter((name) => ids.has(name)))];
}
function blockingReason(pages, policy, facts) {
  const accepted = new Set(facts.accepted);
  const counts = { ...facts.severityCounts };
  if (accepted.size > 0) {
    for (const { name, severity } of imageFindings(pages)) {
      counts[severity] -= accepted.has(name) ? 1 : 0;
    }
  }
  const blocking = policy.blockingSeverities.filter(
    (severity) => (counts[severity] ?? 0) > 0
  );
  if (blocking.length === 0) {
    return void 0;
  }
  const parts = blocking.map(
    (severity) => `${counts[severity]} ${severity.toLowerCase()}`
  );
  return `The policy blocks findings of this severity: ${parts.join(", ")}`;
}
function ageReason(scannedAt, policy, now) {
  if (!scannedAt) {
    return "The registry does not say when the scan ended";
  }
  const days = (now.getTime() - Date.parse(scannedAt)) / DAY_MS;
  return days > policy.maximumScanAgeDays ? `The scan is ${Math.floor(days)} days old; the policy allows ${policy.maximumScanAgeDays}` : void 0;
}

var SECOND = 1e3;
var SCAN_PATIENCE = {
  interval: 5 * SECOND,
  running: 15 * 60 * SECOND,
  start: 60 * SECOND
};
async function awaitJudgement(options) {
  const { read, policy, log, sleep: sleep2, patience = SCAN_PATIENCE } = options;
  const started = Date.now();
  for (; ; ) {
    const judgement = judgeScan(await read(), policy, /* @__PURE__ */ new Date());
    const waited = Date.now() - started;
    if (waited >= limitOf(judgement, patience)) {
      return judgement;
    }
    log(
      `Waiting for the registry, ${Math.round(
        waited / SECOND
      )} s so far: ${describeJudgement(judgement)}`
    );
    await sleep2(patience.interval);
  }
}
function limitOf({ status }, patience) {
  switch (status) {
    case "in-progress":
      return patience.running;
    case "not-scanned":
      return patience.start;
    default:
      return 0;
  }
}

var MANIFEST_TYPES = [
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.oci.image.index.v1+json"
];
function scannedManifest(image, architecture) {
  const entries = indexEntries(image.manifest);
  if (!entries) {
    return { digest: image.digest };
  }
  const images = entries.filter(
    ({ platform, annotations }) => typeof platform?.os === "string" && platform.os !== "unknown" && annotations?.["vnd.docker.reference.type"] !== "attestation-manifest"
  );
  const child = images.find(
    ({ platform }) => platform?.os === "linux" && platform.architecture === architecture
  );
  if (typeof child?.digest === "string") {
    return { digest: child.digest };
  }
  return {
    platforms: images.map(
      ({ platform }) => `${platform?.os}/${platform?.architecture}`
    )
  };
}
function indexEntries(manifest) {
  try {
    const { manifests } = JSON.parse(manifest);
    return Array.isArray(manifests) ? manifests : void 0;
  } catch {
    return void 0;
  }
}

async function readRegistryScan(repository, digest, architecture) {
  const manifest = await repository.manifestOf(digest);
  if (manifest === void 0) {
    return { kind: "not-in-registry" };
  }
  const scanned = scannedManifest({ digest, manifest }, architecture);
  if (scanned.digest === void 0) {
    return { kind: "not-in-registry", platforms: scanned.platforms };
  }
  const pages = await repository.findingsOf(scanned.digest);
  return pages ? { kind: "scan", scannedDigest: scanned.digest, pages } : { kind: "not-scanned", scannedDigest: scanned.digest };
}

function toReleaseRecord(facts) {
  const { image, judgement, releasedBy: releasedBy2, overrideReason, now } = facts;
  return {
    image,
    releasedAt: now.toISOString(),
    releasedBy: releasedBy2,
    status: judgement.status,
    scannedAt: judgement.scannedAt ?? null,
    overrideReason: overrideReason ?? null
  };
}

import { execFileSync } from "node:child_process";

var START = "released-";
function releasedTag(digest) {
  return `${START}${digest.slice("sha256:".length, "sha256:".length + 12)}`;
}

function aws(...args) {
  return execFileSync("aws", args, {
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    stdio: ["ignore", "pipe", "pipe"]
  });
}
function says(error, name) {
  return String(error.stderr).includes(name);
}
var AwsCli = class {
  #repository;
  constructor(repository) {
    this.#repository = repository;
  }
  readPolicy(bucket) {
    try {
      return JSON.parse(
        aws("s3", "cp", `s3://${bucket}/policies/scans.json`, "-")
      );
    } catch (error) {
      throw new Error(
        `The policy of images cannot be read from ${bucket}: run the portal's template "New environment" for this environment once more. ${error}`
      );
    }
  }
  async manifestOf(digest) {
    return this.#image(digest)?.imageManifest;
  }
  async findingsOf(digest) {
    try {
      const answer = this.#ecr(
        "describe-image-scan-findings",
        `--image-id=imageDigest=${digest}`
      );
      return [JSON.parse(answer)];
    } catch (error) {
      if (says(error, "ScanNotFound")) {
        return void 0;
      }
      throw error;
    }
  }
  /** Tags an image as released, so that the lifecycle policy of the repository keeps it. */
  keep(digest) {
    const image = this.#image(digest);
    try {
      this.#ecr(
        "put-image",
        `--image-digest=${digest}`,
        `--image-manifest=${image?.imageManifest}`,
        `--image-manifest-media-type=${image?.imageManifestMediaType}`,
        `--image-tag=${releasedTag(digest)}`
      );
    } catch (error) {
      if (!says(error, "ImageAlreadyExists")) {
        throw error;
      }
    }
  }
  #image(digest) {
    const answer = this.#ecr(
      "batch-get-image",
      `--image-ids=imageDigest=${digest}`,
      "--accepted-media-types",
      ...MANIFEST_TYPES
    );
    return JSON.parse(answer).images?.[0];
  }
  #ecr(command, ...options) {
    return aws(
      "ecr",
      command,
      "--output=json",
      `--repository-name=${this.#repository}`,
      ...options
    );
  }
};

var ARCHITECTURE = "amd64";
var IMAGE = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/([a-z0-9._/-]+)@(sha256:[0-9a-f]{64})$/;
var { env } = process;
function releasedBy() {
  const run = `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}/actions/runs/${env.GITHUB_RUN_ID}`;
  return env.GITHUB_RUN_ID ? `github:${env.GITHUB_ACTOR} (${run})` : "a run outside of GitHub";
}
async function main() {
  const image = env.IMAGE ?? "";
  const bucket = env.STATE_BUCKET ?? "";
  const [, repository, digest] = IMAGE.exec(image) ?? [];
  if (!repository || !digest || !bucket) {
    throw new Error(
      "IMAGE must name an image of the registry by digest, and STATE_BUCKET the bucket of the state"
    );
  }
  const aws2 = new AwsCli(repository);
  const judgement = await awaitJudgement({
    policy: aws2.readPolicy(bucket),
    read: () => readRegistryScan(aws2, digest, ARCHITECTURE),
    log: (line) => console.log(line),
    sleep,
    // A test has less.
    patience: env.SCAN_PATIENCE ? JSON.parse(env.SCAN_PATIENCE) : void 0
  });
  console.log(`The scan of ${image} is ${describeJudgement(judgement)}`);
  if (judgement.status !== "passing") {
    process.exitCode = 1;
    return;
  }
  if (env.RELEASE_FILE) {
    aws2.keep(digest);
    const release = toReleaseRecord({
      image,
      judgement,
      releasedBy: releasedBy(),
      now: /* @__PURE__ */ new Date()
    });
    fs.writeFileSync(
      env.RELEASE_FILE,
      `${JSON.stringify({ image, release }, void 0, 2)}
`
    );
  }
}
main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
