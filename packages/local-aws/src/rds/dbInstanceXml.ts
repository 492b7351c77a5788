/** What an answer of RDS must say of an instance that runs here. */
export interface InstanceFacts {
  status: string;
  /** Absent until the server listens. */
  port?: number;
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
    return status.replace(/<Endpoint>[\s\S]*?<\/Endpoint>/, endpoint);
  });
}

/** Text of the first element with this name. */
export function textOf(xml: string, element: string): string | undefined {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1];
}
