/** What an answer of RDS must say of an instance that runs here. */
export interface InstanceFacts {
  status: string;
  /** Identifier that AWS gives and never changes, `db-…`. */
  resourceId: string;
  /** Absent until the server listens. */
  port?: number;
  /** The minor version that runs, for example `17.10`. Absent until the server listens. */
  version?: string;
  /** Whether the instance takes part in extended support. */
  lifecycleSupport: string;
}

const INSTANCE = /<DBInstance>[\s\S]*?<\/DBInstance>/g;

/** Writes the true endpoint and status into every instance of an XML answer that `factsOf` knows. */
export function amendInstances(
  xml: string,
  factsOf: (identifier: string) => InstanceFacts | undefined,
): string {
  return xml.replace(INSTANCE, block => {
    const identifier = textOf(block, 'DBInstanceIdentifier');
    const facts = identifier ? factsOf(identifier) : undefined;
    if (!facts) {
      return block;
    }
    const endpoint =
      facts.port === undefined
        ? ''
        : `<Endpoint><Address>127.0.0.1</Address><Port>${facts.port}</Port><HostedZoneId>Z1LOCAL</HostedZoneId></Endpoint>`;
    const status = block.replace(
      /<DBInstanceStatus>[^<]*<\/DBInstanceStatus>/,
      `<DBInstanceStatus>${facts.status}</DBInstanceStatus>`,
    );
    const version = facts.version
      ? status.replace(
          /<EngineVersion>[^<]*<\/EngineVersion>/,
          `<EngineVersion>${facts.version}</EngineVersion>`,
        )
      : status;
    return version
      .replace(
        /<DbiResourceId>[^<]*<\/DbiResourceId>/,
        `<DbiResourceId>${facts.resourceId}</DbiResourceId>`,
      )
      .replace(/<Endpoint>[\s\S]*?<\/Endpoint>/, endpoint)
      .replace(
        '</DBInstance>',
        `<EngineLifecycleSupport>${facts.lifecycleSupport}</EngineLifecycleSupport></DBInstance>`,
      );
  });
}

/** Text of the first element with this name. */
export function textOf(xml: string, element: string): string | undefined {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1];
}
