/** Where the AWS console is; absent for an emulator. */
export interface ConsoleLocation {
  region: string;
  /** Of the account's ARNs: `aws`, `aws-cn` or `aws-us-gov`. */
  partition: string;
}

/** A service in its cluster, by name. */
interface ServiceName {
  clusterName: string;
  name: string;
}

const HOSTS: Record<string, string> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/**
 * Links into the AWS console of the right partition and region. Every method answers undefined for an emulator and for a
 * partition whose console is not known.
 */
export class ConsoleLinks {
  readonly #host?: string;
  readonly #region: string;

  constructor(location: ConsoleLocation | undefined) {
    this.#host = location && HOSTS[location.partition];
    this.#region = location?.region ?? '';
  }

  service({ clusterName, name }: ServiceName): string | undefined {
    return this.#ecs(clusterName, 'services', name, 'health');
  }

  /** @param id - of the service deployment, the last part of its ARN. */
  deployment(service: ServiceName, id: string): string | undefined {
    const { clusterName, name } = service;
    return this.#ecs(clusterName, 'services', name, 'deployments', id);
  }

  task(clusterName: string, id: string): string | undefined {
    return this.#ecs(clusterName, 'tasks', id);
  }

  /** @param log - `region` only where it is another than the service's. */
  logs(log: {
    group: string;
    stream?: string;
    region?: string;
  }): string | undefined {
    const { group, stream, region = this.#region } = log;
    const events = stream ? `/log-events/${twiceEncoded(stream)}` : '';
    return this.#url(
      region,
      `/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${twiceEncoded(
        group,
      )}${events}`,
    );
  }

  #ecs(cluster: string, ...path: string[]): string | undefined {
    const segments = [cluster, ...path].map(encodeURIComponent).join('/');
    return this.#url(
      this.#region,
      `/ecs/v2/clusters/${segments}?region=${this.#region}`,
    );
  }

  #url(region: string, path: string): string | undefined {
    return this.#host && `https://${region}.${this.#host}${path}`;
  }
}

// The console keeps a path within its fragment: encoded twice, with `$` for the second `%`.
function twiceEncoded(text: string): string {
  return encodeURIComponent(encodeURIComponent(text)).replaceAll('%', '$');
}
